import { describe, expect, it } from 'vitest';
import { detectLanguage, languageCookie } from './language';

describe('the language of the reader', () => {
  it.each([
    ['?lang=fr', 'lang=en', ['en'], 'fr'],
    ['?lang=de', 'lang=fr', ['en'], 'fr'],
    ['', 'theme=x; lang=fr', ['en'], 'fr'],
    ['', 'xlang=fr', ['en-US'], 'en'],
    ['', '', ['de-DE', 'fr-CA', 'en'], 'fr'],
    ['', '', ['de'], 'en'],
    ['', '', [], 'en'],
  ] as const)('by address "%s", cookie "%s" and browser %j is %s', (search, cookies, preferred, language) => {
    expect(detectLanguage(search, cookies, preferred)).toBe(language);
  });

  it('is kept in a cookie that the gateway reads', () => {
    expect(languageCookie('fr')).toMatch(/^lang=fr; Path=\/; SameSite=Lax/);
  });
});
