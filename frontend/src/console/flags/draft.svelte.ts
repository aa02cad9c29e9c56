import type { Flag, FlagDefinition, FlagKind } from '../../api/wire';

/** What a rule may look at, and how; the service knows no others. */
export const ATTRIBUTES = ['role', 'user'] as const;
export const OPERATORS = ['eq', 'neq', 'in', 'not_in', 'starts_with', 'ends_with', 'contains'] as const;

let rows = 0;

/** A row of the form. Its number lasts as long as the row does, wherever it moves. */
class Row {
  readonly row: number = ++rows;
}

/** A variation; whoever gets it refers to the row, so that a new name is a new name everywhere. */
export class VariationRow extends Row {
  name: string = $state('');

  constructor(name: string) {
    super();
    this.name = name;
  }
}

/** Who fits the condition gets the variation. */
export class RuleRow extends Row {
  attr: string = $state('role');
  op: string = $state('eq');
  value: string = $state('');
  variation: VariationRow | undefined = $state.raw();
}

/** One user gets the variation, whatever the rules say. */
export class TargetRow extends Row {
  user: string = $state('');
  variation: VariationRow | undefined = $state.raw();
}

/** A flag as somebody is writing it. */
export class FlagDraft {
  key: string = $state('');
  on: boolean = $state(true);
  kind: FlagKind = $state('boolean');
  description: string = $state('');
  secret: boolean = $state(false);
  variations: readonly VariationRow[] = $state.raw([]);
  offVariation: VariationRow | undefined = $state.raw();
  fallthrough: VariationRow | undefined = $state.raw();
  rules: readonly RuleRow[] = $state.raw([]);
  targets: readonly TargetRow[] = $state.raw([]);
  /** Changes with every row that comes, goes or moves: what was said of the third row is then said of another. */
  shape: number = $state(0);

  /** The draft of a change to `flag`, or of a new one. */
  constructor(flag?: Flag) {
    const names = flag?.variations ?? ['on', 'off'];
    this.variations = names.map((name) => new VariationRow(name));
    const named = (name: string): VariationRow | undefined =>
      this.variations.find((variation) => variation.name === name);
    this.offVariation = flag ? named(flag.off_variation) : this.variations[1];
    this.fallthrough = flag ? named(flag.fallthrough.variation) : this.variations[0];
    if (!flag) return;
    this.key = flag.id;
    this.on = flag.on;
    this.kind = flag.kind;
    this.description = flag.description ?? '';
    this.secret = flag.private;
    this.rules = flag.rules.map((rule) =>
      Object.assign(new RuleRow(), { ...rule.if, variation: named(rule.variation) }),
    );
    this.targets = Object.entries(flag.targets.users).map(([user, variation]) =>
      Object.assign(new TargetRow(), { user, variation: named(variation) }),
    );
  }

  /** Adds an empty variation. */
  addVariation(): void {
    this.variations = [...this.variations, new VariationRow('')];
    this.shape += 1;
  }

  /** Takes a variation away; who got it gets none until another is chosen. */
  removeVariation(gone: VariationRow): void {
    this.variations = this.variations.filter((variation) => variation !== gone);
    if (this.offVariation === gone) this.offVariation = undefined;
    if (this.fallthrough === gone) this.fallthrough = undefined;
    for (const row of [...this.rules, ...this.targets]) {
      if (row.variation === gone) row.variation = undefined;
    }
    this.shape += 1;
  }

  /** Adds an empty rule, the last to be asked. */
  addRule(): void {
    this.rules = [...this.rules, Object.assign(new RuleRow(), { variation: this.variations[0] })];
    this.shape += 1;
  }

  /** Takes a rule away. */
  removeRule(gone: RuleRow): void {
    this.rules = this.rules.filter((rule) => rule !== gone);
    this.shape += 1;
  }

  /** Moves a rule up (-1) or down (1); the first that fits decides. */
  moveRule(rule: RuleRow, by: -1 | 1): void {
    const from = this.rules.indexOf(rule);
    const to = from + by;
    if (from < 0 || to < 0 || to >= this.rules.length) return;
    const moved = this.rules.filter((one) => one !== rule);
    moved.splice(to, 0, rule);
    this.rules = moved;
    this.shape += 1;
  }

  /** Adds an empty row for a user. */
  addTarget(): void {
    this.targets = [...this.targets, Object.assign(new TargetRow(), { variation: this.variations[0] })];
    this.shape += 1;
  }

  /** Takes a user's row away. */
  removeTarget(gone: TargetRow): void {
    this.targets = this.targets.filter((target) => target !== gone);
    this.shape += 1;
  }

  /** Whether an earlier row names the same user: the later one would silently win. */
  isRepeated(target: TargetRow): boolean {
    return target.user !== '' && this.targets.find((one) => one.user === target.user) !== target;
  }

  /**
   * The definition to send, as it was written: what was made elsewhere with odd spaces keeps them, unless it is edited
   * here. Rows stay where they are, empty ones too: the service names what is wrong by place.
   */
  definition(): FlagDefinition {
    return {
      id: this.key.trim(),
      on: this.on,
      kind: this.kind,
      variations: this.variations.map(nameOf),
      off_variation: nameOf(this.offVariation),
      fallthrough: { variation: nameOf(this.fallthrough) },
      rules: this.rules.map(({ attr, op, value, variation }) => ({
        if: { attr, op, value },
        variation: nameOf(variation),
      })),
      targets: {
        users: Object.fromEntries(this.targets.map(({ user, variation }) => [user, nameOf(variation)])),
      },
      description: this.description,
      private: this.secret,
    };
  }
}

function nameOf(variation: VariationRow | undefined): string {
  return variation?.name ?? '';
}
