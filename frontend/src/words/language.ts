/** The languages people read here. Every text exists in each of them. */
export const LANGUAGES = ['fr', 'en'] as const;

export type Language = (typeof LANGUAGES)[number];

/** The locale that dates and numbers of a language are written in. */
export const LOCALES: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

const known = (text: string | null | undefined): Language | undefined => LANGUAGES.find((one) => one === text);

/** The reader's language: the address says it, or an earlier choice (a cookie, so that nginx knows it too), or the browser. */
export function detectLanguage(search: string, cookies: string, preferred: readonly string[]): Language {
  const chosen = /(?:^|;\s*)lang=([a-z]+)/.exec(cookies)?.[1];
  return (
    known(new URLSearchParams(search).get('lang')) ??
    known(chosen) ??
    preferred.map((tag) => known(tag.slice(0, 2).toLowerCase())).find((one) => one !== undefined) ??
    'en'
  );
}

/** The cookie by which the choice is kept for a year. */
export function languageCookie(language: Language): string {
  return `lang=${language}; Path=/; SameSite=Lax; Max-Age=31536000`;
}
