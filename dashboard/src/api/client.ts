import createClient, { type Middleware } from 'openapi-fetch';
import { useAuth } from '../stores/auth';
import type { components, paths } from './schema.gen';

export type Schemas = components['schemas'];
export type Problem = Schemas['Problem'];
export type LoginState = Schemas['LoginState'];
export type ServerView = Schemas['ServerView'];
export type TelemetryPoint = Schemas['TelemetryPoint'];

/** What a refused call throws: the problem the service answered with. */
export class ApiFailure extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

const offline: Problem = {
  type: 'urn:tos:problem:offline',
  title: 'No connection',
  status: 0,
  detail: 'The administration service does not answer.',
  code: 'offline',
  requestId: '',
  errors: [],
};

let renewal: Promise<boolean> | null = null;

/** Renews the login; callers at the same time share one request. */
export function renewLogin(): Promise<boolean> {
  renewal ??= fetch('/api/v1/auth/refresh', { method: 'POST' })
    .then(async (answer) => {
      if (answer.ok) {
        useAuth.getState().onLogin((await answer.json()) as LoginState);
        return true;
      }
      // Another tab has renewed it a moment ago: its cookies are ours.
      return answer.status === 409;
    })
    .catch(() => false)
    .finally(() => {
      renewal = null;
    });
  return renewal;
}

const csrf: Middleware = {
  onRequest({ request }) {
    const token = useAuth.getState().login?.csrfToken;
    if (token) request.headers.set('X-CSRF-Token', token);
    return request;
  },
};

/** Every call is tried again once with a renewed login when the short one is over. */
async function fetchWithLogin(request: Request): Promise<Response> {
  const again = request.clone();
  let answer: Response;
  try {
    answer = await fetch(request);
  } catch {
    throw new ApiFailure(offline);
  }
  const isAuth = new URL(request.url).pathname.startsWith('/api/v1/auth/log');
  if (answer.status !== 401 || isAuth) return answer;
  if (!(await renewLogin())) {
    useAuth.getState().onLogout();
    return answer;
  }
  const token = useAuth.getState().login?.csrfToken;
  if (token) again.headers.set('X-CSRF-Token', token);
  return fetch(again);
}

export const api = createClient<paths>({ baseUrl: window.location.origin, fetch: fetchWithLogin });
api.use(csrf);

/** The answer's data, or the problem as an error. */
export async function unwrap<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ApiFailure((error as Problem | undefined) ?? { ...offline, status: response.status });
  return data as T;
}
