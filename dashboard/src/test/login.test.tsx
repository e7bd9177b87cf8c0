import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MemoryRouter, Route, Routes } from 'react-router';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { LoginState } from '../api/client';
import { LoginPage } from '../pages/LoginPage';
import { useAuth } from '../stores/auth';

const login: LoginState = {
  accountId: 1,
  name: 'admin',
  role: 'SuperAdmin',
  permissions: [],
  csrfToken: 'token',
  accessUntil: '2026-01-01T00:00:00Z',
  secondFactor: false,
};

const answers: { status: number; body: unknown }[] = [];
const sent: unknown[] = [];

function page() {
  return render(
    <MantineProvider env="test">
      <MemoryRouter initialEntries={[{ pathname: '/login', state: { from: '/audit?action=server' } }]}>
        <Routes>
          <Route path="/login" element={<LoginPage />} />
          <Route path="/audit" element={<p>back where I was</p>} />
        </Routes>
      </MemoryRouter>
    </MantineProvider>,
  );
}

async function fill() {
  await userEvent.type(screen.getByLabelText(/^Name/), 'admin');
  await userEvent.type(screen.getByLabelText(/^Password/, { selector: 'input' }), 'secret secret');
  await userEvent.click(screen.getByRole('button', { name: 'Log in' }));
}

beforeEach(() => {
  answers.length = 0;
  sent.length = 0;
  useAuth.setState({ login: null });
  vi.stubGlobal('fetch', async (request: Request) => {
    sent.push(await request.json());
    const { status, body } = answers.shift()!;
    return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
  });
});

const refused = (code: string, detail: string) => ({
  status: 401,
  body: { type: '', title: '', status: 401, detail, code, requestId: 'r', errors: [] },
});

describe('LoginPage', () => {
  it('goes back to where one wanted to go', async () => {
    answers.push({ status: 200, body: login });
    page();
    await fill();
    expect(await screen.findByText('back where I was')).toBeInTheDocument();
    expect(sent).toEqual([{ name: 'admin', password: 'secret secret' }]);
  });

  it('says what was wrong', async () => {
    answers.push(refused('wrong_credentials', 'Name or password is wrong.'));
    page();
    await fill();
    expect(await screen.findByRole('alert')).toHaveTextContent('Name or password is wrong.');
    expect(useAuth.getState().login).toBeNull();
  });

  it('asks for the code when there is a second factor', async () => {
    answers.push(refused('second_factor_required', 'Enter the code.'), { status: 200, body: login });
    page();
    await fill();
    const boxes = await screen.findAllByRole('textbox');
    expect(boxes.length).toBeGreaterThanOrEqual(6);
    await userEvent.click(boxes[0]!);
    await userEvent.paste('123456');
    expect(await screen.findByText('back where I was')).toBeInTheDocument();
    expect(sent[1]).toMatchObject({ code: '123456' });
  });
});
