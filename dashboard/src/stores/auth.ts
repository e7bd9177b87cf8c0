import { create } from 'zustand';
import type { LoginState } from '../api/client';

interface Auth {
  /** undefined: not asked yet; null: nobody. */
  login: LoginState | null | undefined;
  onLogin: (login: LoginState) => void;
  onLogout: () => void;
}

/** Who is logged in. Tokens are in cookies that pages cannot read; nothing of them is kept here. */
export const useAuth = create<Auth>((set) => ({
  login: undefined,
  onLogin: (login) => set({ login }),
  onLogout: () => set({ login: null }),
}));

/** Whether the role has a permission. The API refuses anyway; this only spares people the attempt. */
export function useMay(permission: string): boolean {
  return useAuth((auth) => auth.login?.permissions.includes(permission) ?? false);
}
