import { Badge } from '@mantine/core';
import type { ServerView } from '../api/client';

const colors: Record<ServerView['state'], string> = { online: 'teal', stopped: 'gray', lost: 'red' };

/** How a server is. */
export function StateBadge({ state }: { state: ServerView['state'] }) {
  return (
    <Badge color={colors[state]} variant="dot" size="lg" radius="sm" aria-label={`State: ${state}`}>
      {state}
    </Badge>
  );
}
