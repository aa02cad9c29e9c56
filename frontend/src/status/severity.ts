/** 1 is the worst. */
export type Severity = 1 | 2 | 3 | 4;

/** The severity that a number on the wire stands for; what is out of range is the nearest. */
export function severityOf(sev: number): Severity {
  return Math.min(4, Math.max(1, Math.round(sev))) as Severity;
}
