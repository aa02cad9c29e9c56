import type { Incident } from '../../api/wire';

type Link = NonNullable<Incident['links']>[number];

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The page of the console that tells about a link; none where it is known elsewhere only. */
export function linkPath({ system, ref }: Pick<Link, 'system' | 'ref'>): string | undefined {
  return system === 'csp' && UUID.test(ref) ? `/console/events/${ref}` : undefined;
}
