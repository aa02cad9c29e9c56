/** What the public page and the console both say, in English. Its shape is the rule for the other language. */
export const en = {
  skip: 'Skip to content',
  language: 'Language',
  theme: {
    auto: 'Theme: as the system',
    light: 'Theme: light',
    dark: 'Theme: dark',
  },
  states: {
    operational: 'All systems operational',
    degraded_performance: 'Degraded performance',
    partial_outage: 'Partial outage',
    major_outage: 'Major outage',
  },
  severities: {
    1: 'Severity 1, critical',
    2: 'Severity 2, major',
    3: 'Severity 3, minor',
    4: 'Severity 4, low',
  },
  phases: {
    investigating: 'Investigating',
    identified: 'Identified',
    monitoring: 'Monitoring',
    resolved: 'Resolved',
  },
  severity: 'Severity',
  affected: 'Affected:',
  started: 'Started',
  resolvedAt: 'Resolved',
  lasted: (duration: string): string => `after ${duration}`,
  retry: 'Try again',
};

export type SharedWords = typeof en;
