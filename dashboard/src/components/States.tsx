import { Alert, Button, Center, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconAlertTriangle, IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { ApiFailure } from '../api/client';

/** While the first answer is on its way. */
export function Loading({ rows = 4 }: { rows?: number }) {
  return (
    <Stack aria-busy="true" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={72} radius="lg" />
      ))}
    </Stack>
  );
}

/** When there is nothing, and what to do about it. */
export function Empty({ icon, title, children }: { icon: ReactNode; title: string; children?: ReactNode }) {
  return (
    <Center mih={280}>
      <Stack align="center" gap="sm" maw={460}>
        <ThemeIcon size={64} radius="xl" variant="light">
          {icon}
        </ThemeIcon>
        <Title order={3}>{title}</Title>
        <Text c="dimmed" ta="center">
          {children}
        </Text>
      </Stack>
    </Center>
  );
}

/** When an answer was a problem: what it was, the number to look for in the logs, and a way to try again. */
export function Failed({ error, retry }: { error: Error; retry?: () => void }) {
  const problem = error instanceof ApiFailure ? error.problem : undefined;
  const denied = problem?.status === 403;
  return (
    <Alert
      color={denied ? 'yellow' : 'red'}
      radius="lg"
      icon={denied ? <IconLock size={18} /> : <IconAlertTriangle size={18} />}
      title={denied ? 'Not allowed' : 'This did not work'}
    >
      <Text size="sm">{error.message}</Text>
      {problem?.requestId && (
        <Text size="xs" c="dimmed" mt={4}>
          Request {problem.requestId}
        </Text>
      )}
      {retry && !denied && (
        <Button size="xs" variant="light" color="red" mt="sm" onClick={retry}>
          Try again
        </Button>
      )}
    </Alert>
  );
}
