import { Alert, Badge, Button, Card, Code, Group, PasswordInput, PinInput, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, unwrap } from '../api/client';
import { useAuth } from '../stores/auth';

const fail = (error: Error) => notifications.show({ color: 'red', title: 'Not done', message: error.message });

function PasswordCard() {
  const [current, setCurrent] = useState('');
  const [wanted, setWanted] = useState('');
  const change = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/password', { body: { current, wanted } })),
    onSuccess: (login) => {
      useAuth.getState().onLogin(login);
      setCurrent('');
      setWanted('');
      notifications.show({ color: 'teal', message: 'The password is changed; all other logins have ended.' });
    },
    onError: fail,
  });
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        Password
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack>
          <PasswordInput label="Password now" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.currentTarget.value)} required />
          <PasswordInput
            label="New password"
            description="At least 12 characters"
            autoComplete="new-password"
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
            minLength={12}
            required
          />
          <Button type="submit" loading={change.isPending} disabled={wanted.length < 12}>
            Change
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function SecondFactorCard() {
  const login = useAuth((auth) => auth.login);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const offer = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/totp', { body: { password } })),
    onError: fail,
  });
  const ask = async () => useAuth.getState().onLogin(await unwrap(api.GET('/api/v1/auth/me')));
  const confirm = useMutation({
    mutationFn: (given: string) => unwrap(api.POST('/api/v1/auth/totp/confirm', { body: { code: given } })),
    onSuccess: () => {
      offer.reset();
      notifications.show({ color: 'teal', message: 'From now on logging in needs a code.' });
      void ask();
    },
    onError: (error) => {
      setCode('');
      fail(error);
    },
  });
  const remove = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/totp/remove', { body: { password } })),
    onSuccess: () => {
      setPassword('');
      void ask();
    },
    onError: fail,
  });
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          Second factor
        </Title>
        <Badge color={login?.secondFactor ? 'teal' : 'yellow'} variant="light">
          {login?.secondFactor ? 'on' : 'off'}
        </Badge>
      </Group>
      {offer.data ? (
        <Stack>
          <Text size="sm">Type this into an authenticator app, then enter the code it shows.</Text>
          <Code block style={{ letterSpacing: '0.1em' }}>
            {offer.data.secret.replace(/(.{4})/g, '$1 ')}
          </Code>
          <PinInput length={6} type="number" oneTimeCode value={code} onChange={setCode} onComplete={(given) => confirm.mutate(given)} aria-label="Code" />
        </Stack>
      ) : (
        <Stack>
          <Text size="sm" c="dimmed">
            With a second factor a stolen password is not enough to get in.
          </Text>
          <PasswordInput label="Password" autoComplete="current-password" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
          {login?.secondFactor ? (
            <Button color="red" variant="light" disabled={!password} loading={remove.isPending} onClick={() => remove.mutate()}>
              Turn off
            </Button>
          ) : (
            <Button disabled={!password} loading={offer.isPending} onClick={() => offer.mutate()}>
              Turn on
            </Button>
          )}
        </Stack>
      )}
    </Card>
  );
}

/** One's own login: password, second factor, other logins. */
export function AccountPage() {
  const login = useAuth((auth) => auth.login);
  const everywhere = useMutation({
    mutationFn: () => unwrap(api.POST('/api/v1/auth/logout-everywhere')),
    onSuccess: () => useAuth.getState().onLogout(),
    onError: fail,
  });
  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        My account
      </Title>
      {!login?.secondFactor && (
        <Alert color="yellow" radius="lg">
          This account has no second factor. Turn it on below.
        </Alert>
      )}
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <PasswordCard />
        <SecondFactorCard />
        <Card>
          <Title order={2} size="h4" mb="sm">
            Logins
          </Title>
          <Text size="sm" c="dimmed" mb="md">
            Ends every login of this account, on all devices, this one included.
          </Text>
          <Button variant="light" color="red" loading={everywhere.isPending} onClick={() => everywhere.mutate()}>
            Log out everywhere
          </Button>
        </Card>
      </SimpleGrid>
    </Stack>
  );
}
