export const THEMES = ['auto', 'light', 'dark'] as const;

export type Theme = (typeof THEMES)[number];

/** The reader's theme. public/theme.js applies the kept one before the first paint; this changes it. */
class ChosenTheme {
  current: Theme = $state(THEMES.find((one) => one === document.documentElement.dataset['theme']) ?? 'auto');

  next(): void {
    this.current = THEMES[(THEMES.indexOf(this.current) + 1) % THEMES.length] ?? 'auto';
    if (this.current === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = this.current;
    try {
      localStorage.setItem('theme', this.current);
    } catch {
      // Storage may be forbidden: then the choice lasts for this page.
    }
  }
}

export const theme = new ChosenTheme();
