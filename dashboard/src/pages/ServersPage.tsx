import { Button, Code, CopyButton, Group, Modal, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconPlus, IconServer2 } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { api, unwrap } from '../api/client';
import { ServerCard } from '../components/ServerCard';
import { Empty, Failed, Loading } from '../components/States';
import { useServers } from '../hooks/useServers';
import { useMay } from '../stores/auth';

/** All game servers, and the code with which a new one comes in. */
export function ServersPage() {
  const servers = useServers();
  const mayEnrol = useMay('servers:enrol');
  const code = useMutation({ mutationFn: () => unwrap(api.POST('/api/v1/servers/enrolments')) });
  const command = `TOS_LINK_URL=${window.location.origin} TOS_LINK_ENROLMENT=${code.data?.code} ./tos server`;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Servers
        </Title>
        {mayEnrol && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => code.mutate()} loading={code.isPending}>
            Add a server
          </Button>
        )}
      </Group>
      {code.error && <Failed error={code.error} />}
      {servers.isPending ? (
        <Loading />
      ) : servers.error ? (
        <Failed error={servers.error} retry={() => void servers.refetch()} />
      ) : servers.data.items.length === 0 ? (
        <Empty icon={<IconServer2 size={34} />} title="No game server yet">
          Add one: you get a command that starts a game server which belongs to this installation.
        </Empty>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
          {servers.data.items.map((server) => (
            <ServerCard key={server.id} server={server} />
          ))}
        </SimpleGrid>
      )}
      <Modal opened={code.isSuccess} onClose={code.reset} title={<Text fw={650}>Add a server</Text>} size="lg" radius="lg">
        <Stack>
          <Text size="sm">Start the game server so, once. The code lets one server in and is worth nothing after 15 minutes.</Text>
          <Code block style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>
            {command}
          </Code>
          <CopyButton value={command}>
            {({ copied, copy }) => (
              <Button variant="light" onClick={copy}>
                {copied ? 'Copied' : 'Copy'}
              </Button>
            )}
          </CopyButton>
        </Stack>
      </Modal>
    </Stack>
  );
}
