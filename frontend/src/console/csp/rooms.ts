import type { Route } from '../route';

/** The pages of providers and of what they say. */
const PROVIDER_PAGES = [
  'providers',
  'new-provider',
  'provider',
  'dependencies',
  'events',
  'event',
  'graph',
  'ahead',
] as const satisfies Route['page'][];

/** The address of one of them. */
export type ProviderRoute = Extract<Route, { page: (typeof PROVIDER_PAGES)[number] }>;

/** Whether an address is one of theirs. */
export function isOfProviders(route: Route): route is ProviderRoute {
  return PROVIDER_PAGES.some((page) => page === route.page);
}
