import { describe, expect, it } from 'vitest';
import type { Flag } from '../../api/wire';
import { en } from '../../words/console.en';
import { fr } from '../../words/console.fr';
import { described } from './describing';
import { FlagDraft } from './draft.svelte';
import { matching } from './matching';

function flag(given: Partial<Flag>): Flag {
  return {
    id: 'checkout',
    on: true,
    kind: 'multivar',
    variations: ['classic', 'new', 'none'],
    off_variation: 'none',
    fallthrough: { variation: 'classic' },
    rules: [
      { if: { attr: 'role', op: 'in', value: 'sre, manager' }, variation: 'new' },
      { if: { attr: 'user', op: 'eq', value: ' odd ' }, variation: 'none' },
    ],
    targets: { users: { alice: 'new', bob: 'none' } },
    description: 'Which checkout.',
    private: true,
    version: 3,
    created_at: 0,
    updated_at: 0,
    ...given,
  };
}

/** What is sent of a flag: all but what the service keeps about it. */
function sent({ version, created_at, updated_at, ...rest }: Flag): object {
  void [version, created_at, updated_at];
  return rest;
}

describe('a draft', () => {
  it('of a flag is sent as that flag, when nothing was written', () => {
    expect(new FlagDraft(flag({})).definition()).toEqual(sent(flag({})));
    const odd = flag({ id: '__proto__', targets: { users: JSON.parse('{"__proto__":"new"}') as object } as never });
    expect(JSON.stringify(new FlagDraft(odd).definition())).toContain('"users":{"__proto__":"new"}');
  });

  it('of a new flag is on or off', () => {
    const draft = new FlagDraft();
    draft.key = ' new ';
    expect(draft.definition()).toEqual({
      id: 'new',
      on: true,
      kind: 'boolean',
      variations: ['on', 'off'],
      off_variation: 'off',
      fallthrough: { variation: 'on' },
      rules: [],
      targets: { users: {} },
      description: '',
      private: false,
    });
  });

  it('renames a variation wherever it is given', () => {
    const draft = new FlagDraft(flag({}));
    for (const variation of draft.variations) variation.name += '!';
    expect(draft.definition()).toMatchObject({
      variations: ['classic!', 'new!', 'none!'],
      off_variation: 'none!',
      fallthrough: { variation: 'classic!' },
      rules: [{ variation: 'new!' }, { variation: 'none!' }],
      targets: { users: { alice: 'new!', bob: 'none!' } },
    });
  });

  it('leaves open what a variation gave that is gone', () => {
    const draft = new FlagDraft(flag({}));
    const [, , none] = draft.variations;
    if (none) draft.removeVariation(none);
    expect([draft.offVariation, draft.fallthrough?.name]).toEqual([undefined, 'classic']);
    expect(draft.rules.map(({ variation }) => variation?.name)).toEqual(['new', undefined]);
    expect(draft.targets.map(({ variation }) => variation?.name)).toEqual(['new', undefined]);
    expect(draft.definition()).toMatchObject({ variations: ['classic', 'new'], off_variation: '' });
  });

  it('moves rules, and no rule off the end', () => {
    const draft = new FlagDraft(flag({}));
    const [first, second] = draft.rules;
    if (!first || !second) throw new Error('two rules');
    draft.moveRule(first, -1);
    draft.moveRule(second, 1);
    expect([draft.rules, draft.shape]).toEqual([[first, second], 0]);
    draft.moveRule(first, 1);
    expect([draft.rules, draft.shape]).toEqual([[second, first], 1]);
    draft.removeRule(second);
    expect(draft.rules).toEqual([first]);
  });

  it('knows a user who is named twice', () => {
    const draft = new FlagDraft(flag({}));
    draft.addTarget();
    draft.addTarget();
    const [alice, bob, third, fourth] = draft.targets;
    if (!alice || !bob || !third || !fourth) throw new Error('four rows');
    expect(draft.targets.map((target) => draft.isRepeated(target))).toEqual([false, false, false, false]);
    third.user = 'alice';
    expect(draft.targets.map((target) => draft.isRepeated(target))).toEqual([false, false, true, false]);
    draft.removeTarget(alice);
    expect(draft.isRepeated(third)).toBe(false);
  });
});

it('finds flags by every word of what is looked for', () => {
  const all = [flag({ id: 'sign_up_open', description: 'People may sign up.' }), flag({}), flag({ id: 'x' })];
  const found = (wanted: string): string[] => matching(all, wanted).map(({ id }) => id);
  expect(found('')).toEqual(['sign_up_open', 'checkout', 'x']);
  expect(found('PEOPLE sign_')).toEqual(['sign_up_open']);
  expect(found('checkout people')).toEqual([]);
});

it("describes the cluster's own flags in the reader's language, until somebody writes another text", () => {
  const usual = { id: 'sign_up_open', description: en.flag.own.sign_up_open };
  expect(described(usual, fr.flag.own)).toBe(fr.flag.own.sign_up_open);
  expect(described({ ...usual, description: 'Ours.' }, fr.flag.own)).toBe('Ours.');
  expect(described({ id: 'constructor', description: 'x' }, fr.flag.own)).toBe('x');
});
