import type { Provider } from '../../../api/wire';

/** The shape that stands for the state of a feed, beside the word for it. */
export const HEALTH_SHAPES: Record<Provider['health']['state'], string> = {
  new: 'low',
  ok: 'operational',
  failing: 'major_outage',
  shrunk: 'degraded_performance',
  backwards: 'degraded_performance',
  dialect_changed: 'degraded_performance',
  paused: 'off',
};
