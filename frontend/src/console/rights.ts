import type { Role } from '../api/wire';

/** From the least to the most: each includes those before it. */
export const ROLES: readonly Role[] = ['guest', 'viewer', 'sre', 'manager', 'admin'];

/** What the console lets people do, and the role it takes (the services hold to it, whatever is shown here). */
export const NEEDS = {
  read: 'viewer',
  work: 'sre',
  announce: 'manager',
  providers: 'manager',
  flags: 'manager',
} as const satisfies Record<string, Role>;

export type Deed = keyof typeof NEEDS;

/** Whether someone of `role` may do it. */
export function may(role: Role, deed: Deed): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(NEEDS[deed]);
}
