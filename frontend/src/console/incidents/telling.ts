import type { TimelineEntry } from '../../api/wire';
import { severityOf } from '../../status/severity';

/** The words that changes are told in. */
export interface ChangeWords {
  statuses: Record<string, string>;
  severities: Record<1 | 2 | 3 | 4, string>;
}

/** What an entry of the timeline tells: a change in the reader's language, and the text that people wrote. */
export interface Told {
  change: string | undefined;
  text: string;
}

/** Tells an entry. What the service wrote for a change is repeated in the reader's words, and only the rest kept. */
export function told(entry: TimelineEntry, words: ChangeWords): Told {
  const { change, message } = entry;
  if (!change) return { change: undefined, text: message };
  if (entry.type === 'status') {
    const name = (status: string): string => words.statuses[status] ?? status;
    return { change: arrow(change.from, change.to, name), text: withoutPrefix(message, change.to) };
  }
  if (entry.type === 'severity') {
    const name = (severity: string): string => words.severities[severityOf(Number(severity))];
    return { change: arrow(change.from, change.to, name), text: withoutPrefix(message, change.to) };
  }
  return { change: arrow(change.from, change.to, (plain) => plain), text: withoutPrefix(message, change.to) };
}

function arrow(from: string | null | undefined, to: string, name: (value: string) => string): string {
  return from == null ? name(to) : `${name(from)} → ${name(to)}`;
}

/** "mitigated: the reason" without its "mitigated: ". */
function withoutPrefix(message: string, prefix: string): string {
  if (message === prefix) return '';
  return message.startsWith(`${prefix}: `) ? message.slice(prefix.length + 2) : message;
}
