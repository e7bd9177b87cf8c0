import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles.css';
import { Center, Loader, MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { BrowserRouter, Navigate, Route, Routes, useLocation } from 'react-router';
import { ApiFailure, renewLogin } from './api/client';
import { Layout } from './components/Layout';
import { AccountPage } from './pages/AccountPage';
import { AuditPage } from './pages/AuditPage';
import { DashboardPage } from './pages/DashboardPage';
import { LoginPage } from './pages/LoginPage';
import { PlayerPage } from './pages/PlayerPage';
import { PlayersPage } from './pages/PlayersPage';
import { ServersPage } from './pages/ServersPage';
import { useAuth } from './stores/auth';
import { cssVariables, theme } from './theme';

const ServerPage = lazy(() => import('./pages/ServerPage').then((page) => ({ default: page.ServerPage })));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && !(error instanceof ApiFailure && error.problem.status >= 400 && error.problem.status < 500),
    },
  },
});

function Waiting() {
  return (
    <Center mih="60dvh">
      <Loader aria-label="Loading" />
    </Center>
  );
}

/** Pages for those who are logged in; others log in first and come back. */
function Guarded() {
  const login = useAuth((auth) => auth.login);
  const location = useLocation();
  useEffect(() => {
    // The cookies may still hold a login from before.
    if (login === undefined) {
      void renewLogin().then((renewed) => {
        if (!renewed) useAuth.getState().onLogout();
        else if (!useAuth.getState().login) void renewLogin();
      });
    }
  }, [login]);
  if (login === undefined) return <Waiting />;
  if (login === null) return <Navigate to="/login" state={{ from: location.pathname + location.search }} replace />;
  return <Layout />;
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="dark">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queries}>
        <BrowserRouter>
          <Suspense fallback={<Waiting />}>
            <Routes>
              <Route path="/login" element={<LoginPage />} />
              <Route element={<Guarded />}>
                <Route index element={<DashboardPage />} />
                <Route path="servers" element={<ServersPage />} />
                <Route path="servers/:id" element={<ServerPage />} />
                <Route path="players" element={<PlayersPage />} />
                <Route path="players/:id" element={<PlayerPage />} />
                <Route path="audit" element={<AuditPage />} />
                <Route path="account" element={<AccountPage />} />
                <Route path="*" element={<Navigate to="/" replace />} />
              </Route>
            </Routes>
          </Suspense>
        </BrowserRouter>
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
