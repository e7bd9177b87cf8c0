import { Badge, Button, Card, Code, Group, Select, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconHistory, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, unwrap } from '../api/client';
import { Empty, Failed, Loading } from '../components/States';
import { when } from '../utils/format';

const areas = ['login', 'server', 'player', 'staff', 'character', 'password', 'totp', 'logout'];
const outcomes: Record<string, string> = { done: 'teal', refused: 'yellow', failed: 'red' };

/** Who did what, newest first; a row opens to show what changed. */
export function AuditPage() {
  const [search, setSearch] = useSearchParams();
  const [opened, setOpened] = useState<number | null>(null);
  const action = search.get('action') ?? '';
  const typed = search.get('actor') ?? '';
  const [actor] = useDebouncedValue(typed, 300);
  const set = (name: string, value: string) => {
    const next = new URLSearchParams(search);
    if (value) next.set(name, value);
    else next.delete(name);
    setSearch(next, { replace: true });
  };
  const audit = useInfiniteQuery({
    queryKey: ['audit', action, actor],
    queryFn: ({ pageParam, signal }) =>
      unwrap(
        api.GET('/api/v1/audit', {
          params: {
            query: {
              limit: '50',
              ...(action ? { action } : {}),
              ...(actor ? { actor } : {}),
              ...(pageParam ? { before: pageParam } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = audit.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h2">
          Audit
        </Title>
        <Group>
          <Select
            placeholder="Everything"
            aria-label="Area"
            data={areas}
            value={action || null}
            onChange={(value) => set('action', value ?? '')}
            clearable
            w={160}
          />
          <TextInput
            placeholder="By exactly this name"
            aria-label="By exactly this name"
            leftSection={<IconSearch size={16} />}
            value={typed}
            onChange={(event) => set('actor', event.currentTarget.value)}
          />
        </Group>
      </Group>
      {audit.isPending ? (
        <Loading />
      ) : audit.error ? (
        <Failed error={audit.error} retry={() => void audit.refetch()} />
      ) : rows.length === 0 ? (
        <Empty icon={<IconHistory size={34} />} title="Nothing found">
          Nothing was done that fits.
        </Empty>
      ) : (
        <Card p={0}>
          <Table.ScrollContainer minWidth={820}>
            <Table verticalSpacing="sm" horizontalSpacing="lg" highlightOnHover>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>To</Table.Th>
                  <Table.Th>Reason</Table.Th>
                  <Table.Th>Outcome</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {rows.map((entry) => (
                  <Fragment key={entry.id}>
                    <Table.Tr
                      tabIndex={0}
                      aria-expanded={opened === entry.id}
                      style={{ cursor: 'pointer' }}
                      onClick={() => setOpened(opened === entry.id ? null : entry.id)}
                      onKeyDown={(event) => event.key === 'Enter' && setOpened(opened === entry.id ? null : entry.id)}
                    >
                      <Table.Td style={{ whiteSpace: 'nowrap' }}>{when(entry.at)}</Table.Td>
                      <Table.Td>
                        <Text fw={600} size="sm">
                          {entry.actor || '–'}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Code>{entry.action}</Code>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm" lineClamp={1} maw={180} title={entry.subjectId}>
                          {entry.subjectKind} {entry.subjectId}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Text size="sm" lineClamp={1} maw={240}>
                          {entry.reason}
                        </Text>
                      </Table.Td>
                      <Table.Td>
                        <Badge variant="light" color={outcomes[entry.outcome] ?? 'gray'}>
                          {entry.outcome}
                        </Badge>
                      </Table.Td>
                    </Table.Tr>
                    {opened === entry.id && (
                      <Table.Tr>
                        <Table.Td colSpan={6}>
                          <Stack gap={4}>
                            <Text size="sm">{entry.reason || 'No reason was given.'}</Text>
                            <Group align="flex-start" grow>
                              {entry.before != null && <Code block>{`before ${JSON.stringify(entry.before, null, 2)}`}</Code>}
                              {entry.after != null && <Code block>{`after ${JSON.stringify(entry.after, null, 2)}`}</Code>}
                            </Group>
                            <Text size="xs" c="dimmed">
                              from {entry.address || 'this service'} · request {entry.requestId || 'none'}
                            </Text>
                          </Stack>
                        </Table.Td>
                      </Table.Tr>
                    )}
                  </Fragment>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Card>
      )}
      {audit.hasNextPage && (
        <Button variant="light" onClick={() => void audit.fetchNextPage()} loading={audit.isFetchingNextPage}>
          More
        </Button>
      )}
    </Stack>
  );
}
