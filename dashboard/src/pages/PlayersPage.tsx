import { Badge, Button, Card, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearchParams } from 'react-router';
import { api, unwrap } from '../api/client';
import { Empty, Failed, Loading } from '../components/States';
import { useNow } from '../hooks/useNow';
import { ago, when } from '../utils/format';

/** Search by the beginning of a name; the search is in the address, so that it can be shared. */
export function PlayersPage() {
  const [search, setSearch] = useSearchParams();
  const navigate = useNavigate();
  const now = useNow(30_000);
  const typed = search.get('prefix') ?? '';
  const [prefix] = useDebouncedValue(typed, 250);
  const players = useInfiniteQuery({
    queryKey: ['players', prefix],
    queryFn: ({ pageParam, signal }) =>
      unwrap(api.GET('/api/v1/players', { params: { query: { prefix, limit: '50', ...(pageParam ? { after: pageParam } : {}) } }, signal })),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = players.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Players
        </Title>
        <TextInput
          w={{ base: '100%', xs: 320 }}
          placeholder="Name begins with"
          aria-label="Name begins with"
          leftSection={<IconSearch size={16} />}
          value={typed}
          onChange={(event) => setSearch(event.currentTarget.value ? { prefix: event.currentTarget.value } : {}, { replace: true })}
        />
      </Group>
      {players.isPending ? (
        <Loading />
      ) : players.error ? (
        <Failed error={players.error} retry={() => void players.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={<IconUsers size={34} />} title="Nobody here">
          {prefix ? `No player's name begins with “${prefix}”.` : 'Players appear here when they register.'}
        </Empty>
      ) : (
        <Card p={0}>
          <Table.ScrollContainer minWidth={560}>
            <Table highlightOnHover verticalSpacing="sm" horizontalSpacing="lg">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>Registered</Table.Th>
                  <Table.Th>Last login</Table.Th>
                  <Table.Th>State</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((player) => (
                  <Table.Tr
                    key={player.id}
                    tabIndex={0}
                    style={{ cursor: 'pointer' }}
                    onClick={() => void navigate(`/players/${player.id}`)}
                    onKeyDown={(event) => event.key === 'Enter' && void navigate(`/players/${player.id}`)}
                  >
                    <Table.Td>
                      <Text fw={600}>{player.name}</Text>
                    </Table.Td>
                    <Table.Td>{when(player.createdAt)}</Table.Td>
                    <Table.Td>{ago(player.lastLoginAt, now)}</Table.Td>
                    <Table.Td>
                      {player.banned ? (
                        <Badge color="red" variant="light">
                          banned
                        </Badge>
                      ) : (
                        <Text size="sm" c="dimmed">
                          in good standing
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      {players.hasNextPage && (
        <Button variant="light" onClick={() => void players.fetchNextPage()} loading={players.isFetchingNextPage}>
          More
        </Button>
      )}
    </Stack>
  );
}
