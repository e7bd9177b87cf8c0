import { Alert, Box, Button, Card, Center, PasswordInput, PinInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useState } from 'react';
import { Navigate, useLocation } from 'react-router';
import { api, ApiFailure, unwrap } from '../api/client';
import { useAuth } from '../stores/auth';

/** Name and password, then the second factor's code if there is one; afterwards back to where one wanted to go. */
export function LoginPage() {
  const login = useAuth((auth) => auth.login);
  const location = useLocation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [asksCode, setAsksCode] = useState(false);
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const from = (location.state as { from?: string } | null)?.from ?? '/';
  if (login) return <Navigate to={from} replace />;

  const submit = async (given: string) => {
    setBusy(true);
    setProblem('');
    try {
      const body = { name, password, ...(given ? { code: given } : {}) };
      useAuth.getState().onLogin(await unwrap(api.POST('/api/v1/auth/login', { body })));
    } catch (error) {
      if (error instanceof ApiFailure && error.problem.code === 'second_factor_required') {
        setAsksCode(true);
      } else {
        setProblem(error instanceof Error ? error.message : String(error));
        setCode('');
      }
    } finally {
      setBusy(false);
    }
  };

  return (
    <Box
      component="main"
      mih="100dvh"
      style={{
        background:
          'radial-gradient(60rem 40rem at 15% 0%, rgba(121, 80, 242, 0.28), transparent 60%),' +
          'radial-gradient(50rem 36rem at 90% 100%, rgba(59, 201, 219, 0.18), transparent 60%)',
      }}
    >
      <Center mih="100dvh" p="md">
        <Stack w="100%" maw={400} gap="lg">
          <Stack align="center" gap={8}>
            <img src="/favicon.svg" alt="" width={64} height={64} />
            <Title order={1} size="h2">
              Shadowland
            </Title>
            <Text c="dimmed">{asksCode ? 'One more step' : 'Log in to look after the realm'}</Text>
          </Stack>
          <Card shadow="xl" padding="xl">
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void submit(code);
              }}
            >
              <Stack>
                {problem && (
                  <Alert color="red" icon={<IconAlertTriangle size={18} />} role="alert">
                    {problem}
                  </Alert>
                )}
                {asksCode ? (
                  <Stack align="center">
                    <Text size="sm">The six digits that your authenticator app shows</Text>
                    <PinInput
                      length={6}
                      type="number"
                      size="md"
                      oneTimeCode
                      autoFocus
                      value={code}
                      onChange={setCode}
                      onComplete={(given) => void submit(given)}
                      aria-label="Code"
                    />
                  </Stack>
                ) : (
                  <>
                    <TextInput
                      label="Name"
                      autoComplete="username"
                      value={name}
                      onChange={(event) => setName(event.currentTarget.value)}
                      required
                      autoFocus
                    />
                    <PasswordInput
                      label="Password"
                      autoComplete="current-password"
                      value={password}
                      onChange={(event) => setPassword(event.currentTarget.value)}
                      required
                    />
                  </>
                )}
                <Button type="submit" loading={busy} mt="xs" size="md" fullWidth>
                  {asksCode ? 'Confirm' : 'Log in'}
                </Button>
                {asksCode && (
                  <Button variant="subtle" color="gray" onClick={() => setAsksCode(false)}>
                    Back
                  </Button>
                )}
              </Stack>
            </form>
          </Card>
        </Stack>
      </Center>
    </Box>
  );
}
