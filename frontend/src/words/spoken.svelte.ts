import { detectLanguage, languageCookie, LOCALES, type Language } from './language';

/** The language now spoken; what reads it follows a change of it. */
class Spoken {
  language: Language = $state(detectLanguage(location.search, document.cookie, navigator.languages));
  readonly locale: string = $derived(LOCALES[this.language]);

  constructor() {
    document.documentElement.lang = this.language;
  }

  /** Changes the language, remembers it, and takes an older choice out of the address. */
  speak(language: Language): void {
    this.language = language;
    document.documentElement.lang = language;
    document.cookie = languageCookie(language);
    const here = new URL(location.href);
    if (!here.searchParams.has('lang')) return;
    here.searchParams.delete('lang');
    history.replaceState(history.state, '', here);
  }
}

export const spoken = new Spoken();
