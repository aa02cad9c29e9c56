import { en, type ConsoleWords } from './console.en';
import { fr } from './console.fr';
import { spoken } from './spoken.svelte';

const DICTIONARIES = { fr, en };

/** The console's words in the language now spoken. */
export const words = (): ConsoleWords => DICTIONARIES[spoken.language];

/** The word for something that a service names, or its own name for it where it is newer than this site. */
export function wordFor(dictionary: Record<string, string>, name: string): string {
  return Object.hasOwn(dictionary, name) ? (dictionary[name] ?? name) : name;
}
