import type { Flag } from '../../api/wire';
import { en } from '../../words/console.en';

/** What a flag is for. The cluster's own flags are described in English; as long as nobody wrote another text, ours is shown. */
export function described(flag: Pick<Flag, 'id' | 'description'>, own: Record<string, string>): string {
  const usual: Record<string, string> = en.flag.own;
  const isUsual = Object.hasOwn(usual, flag.id) && usual[flag.id] === flag.description;
  return (isUsual ? own[flag.id] : flag.description) ?? '';
}
