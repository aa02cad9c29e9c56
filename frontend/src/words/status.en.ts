/** What only the public page says, in English. */
export const en = {
  title: (verdict: string): string => `${verdict} · PolyStatus`,
  inProgress: (count: number): string => {
    if (count === 0) return 'No incident in progress';
    return count === 1 ? '1 incident in progress' : `${count} incidents in progress`;
  },
  active: 'Incidents in progress',
  past: 'Past incidents',
  quiet: 'No incident reported',
  loading: 'Asking for the state of the services…',
  failed: 'The state of the services could not be read. We keep trying.',
  stale: (time: string): string => `This page was made on ${time}; the service behind it does not answer.`,
  staleHint: 'We keep trying.',
  live: {
    connecting: 'Connecting',
    live: 'Live',
    reconnecting: 'Reconnecting',
    polling: 'Not live: asking every 30 seconds',
  },
  updated: (time: string): string => `Updated ${time}`,
  earlier: (count: number): string => (count === 1 ? '1 earlier message' : `${count} earlier messages`),
  translationPending: 'Not yet translated.',
  back: 'State of all services',
  lost: 'There is no such public incident',
  lostHint: 'The address may be incomplete, or nothing has been said about it in public.',
  unreachable: 'This incident could not be read. We keep trying.',
  off: {
    title: 'This status page is switched off',
    note: 'It says nothing about the state of the services for now, neither good nor bad.',
    again: 'It comes back here by itself: we look every 30 seconds.',
  },
  footer: 'About this page',
  api: 'API of this page',
  console: 'Console',
};

export type StatusWords = typeof en;
