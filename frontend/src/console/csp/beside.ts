import { words } from '../../words/console';

type Pages = readonly (readonly [string, string])[];

/** The pages about what providers say, by address and name. */
export const eventPages = (): Pages => [
  ['/console/events', words().event.list],
  ['/console/graph', words().event.graph],
  ['/console/maintenance', words().event.ahead],
];

/** The pages about whom we follow and what we run, by address and name. */
export const providerPages = (): Pages => [
  ['/console/providers', words().provider.followed],
  ['/console/dependencies', words().provider.ours],
];
