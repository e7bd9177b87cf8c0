import {
  ActionIcon,
  AppShell,
  Avatar,
  Badge,
  Burger,
  Group,
  Menu,
  NavLink,
  Text,
  Title,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconHistory,
  IconLayoutDashboard,
  IconLogout,
  IconMoon,
  IconServer2,
  IconSun,
  IconUserCog,
  IconUsers,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useLocation } from 'react-router';
import { api } from '../api/client';
import { useEvents } from '../hooks/useEvents';
import { useAuth } from '../stores/auth';
import { useLive } from '../stores/live';

const pages = [
  { to: '/', label: 'Dashboard', icon: IconLayoutDashboard, permission: 'servers:read' },
  { to: '/servers', label: 'Servers', icon: IconServer2, permission: 'servers:read' },
  { to: '/players', label: 'Players', icon: IconUsers, permission: 'players:read' },
  { to: '/audit', label: 'Audit', icon: IconHistory, permission: 'audit:read' },
  { to: '/account', label: 'My account', icon: IconUserCog, permission: '' },
];

const connections = {
  live: { color: 'teal', label: 'Live', hint: 'What you see is happening now.' },
  connecting: { color: 'gray', label: 'Connecting', hint: 'The stream of events is being opened.' },
  stale: { color: 'orange', label: 'Stale', hint: 'The stream broke; trying again. What you see may be old.' },
};

/** Header, sidebar, and the page between them. */
export function Layout() {
  useEvents();
  const [opened, { toggle, close }] = useDisclosure();
  const login = useAuth((auth) => auth.login);
  const connection = connections[useLive((live) => live.connection)];
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('dark');
  const { pathname } = useLocation();
  const queries = useQueryClient();
  if (!login) return null;

  const logout = async () => {
    await api.POST('/api/v1/auth/logout');
    queries.clear();
    useLive.getState().clear();
    useAuth.getState().onLogout();
  };

  return (
    <AppShell
      header={{ height: 60 }}
      navbar={{ width: 224, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', md: 'xl' }}
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <img src="/favicon.svg" alt="" width={30} height={30} />
            <Title order={4} visibleFrom="xs" style={{ letterSpacing: '-0.01em' }}>
              Shadowland
            </Title>
          </Group>
          <Group gap="sm" wrap="nowrap">
            <Tooltip label={connection.hint}>
              <Badge color={connection.color} variant="dot" size="lg" radius="sm" role="status">
                {connection.label}
              </Badge>
            </Tooltip>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label={scheme === 'dark' ? 'Light colours' : 'Dark colours'}
              onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
            >
              {scheme === 'dark' ? <IconSun size={18} /> : <IconMoon size={18} />}
            </ActionIcon>
            <Menu position="bottom-end" width={200}>
              <Menu.Target>
                <ActionIcon variant="subtle" size="xl" radius="xl" aria-label={`Account of ${login.name}`}>
                  <Avatar name={login.name} color="dusk" radius="xl" size={34} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown>
                <Menu.Label>
                  {login.name} · {login.role}
                </Menu.Label>
                <Menu.Item component={Link} to="/account" leftSection={<IconUserCog size={16} />}>
                  My account
                </Menu.Item>
                <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void logout()}>
                  Log out
                </Menu.Item>
              </Menu.Dropdown>
            </Menu>
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm" component="nav" aria-label="Pages">
        {pages
          .filter((page) => !page.permission || login.permissions.includes(page.permission))
          .map((page) => {
            const active = page.to === '/' ? pathname === '/' : pathname.startsWith(page.to);
            return (
              <NavLink
                key={page.to}
                component={Link}
                to={page.to}
                label={page.label}
                leftSection={<page.icon size={18} stroke={1.7} />}
                active={active}
                aria-current={active ? 'page' : undefined}
                onClick={close}
                style={{ borderRadius: 'var(--mantine-radius-md)' }}
                mb={4}
              />
            );
          })}
        <Text size="xs" c="dimmed" mt="auto" p="xs">
          Tales of Shadowland
        </Text>
      </AppShell.Navbar>
      <AppShell.Main>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
