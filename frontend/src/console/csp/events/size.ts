/** How much of a file there is, in the words of the reader: "812 kB", "3.4 MB". */
export function sizeOf(bytes: number, locale: string): string {
  const large = bytes >= 1_000_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: large ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: large ? 1 : 0,
  }).format(large ? bytes / 1_000_000 : Math.ceil(bytes / 1_000));
}
