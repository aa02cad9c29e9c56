import createClient from 'openapi-fetch';
import type { paths as CommsPaths } from '../api/schema/comms';
import type { paths as CspPaths } from '../api/schema/csp-ingestor';
import type { paths as FlagsPaths } from '../api/schema/flags';
import type { paths as IncidentsPaths } from '../api/schema/incidents';
import type { paths as UsersPaths } from '../api/schema/users';
import type { User } from '../api/wire';
import { calling } from './calling';
import { outcome, type Outcome } from './outcome';
import type { Problem } from './problem';
import { Tokens } from './tokens';

/** Who is signed in, and the services in their name. */
class Session {
  /** `unsure` while the cookie has not been tried; `down` where nobody answered that trial. */
  state: 'unsure' | 'out' | 'in' | 'down' = $state('unsure');
  user: User | undefined = $state.raw();

  readonly #tabs = new BroadcastChannel('polystatus-session');
  readonly #tokens = new Tokens();
  readonly #fetch = calling(this.#tokens, () => {
    this.#end();
  });
  readonly users = createClient<UsersPaths>({ fetch: this.#fetch });
  readonly incidents = createClient<IncidentsPaths>({ fetch: this.#fetch });
  readonly comms = createClient<CommsPaths>({ fetch: this.#fetch });
  readonly csp = createClient<CspPaths>({ fetch: this.#fetch });
  readonly flags = createClient<FlagsPaths>({ fetch: this.#fetch });

  constructor() {
    this.#tabs.onmessage = (): void => {
      this.#end();
    };
  }

  /** An answer as it comes, for what no client of ours reads whole: streams and downloads. */
  open(path: string, init: RequestInit): Promise<Response> {
    return this.#fetch(new Request(path, init));
  }

  /** Takes up the session that the cookie still holds. */
  async resume(): Promise<void> {
    this.state = 'unsure';
    try {
      if (!(await this.#tokens.renew())) {
        this.state = 'out';
        return;
      }
    } catch {
      this.state = 'down';
      return;
    }
    const met = await this.#meet();
    if (!met.ok && met.problem.status !== 401) this.state = 'down';
  }

  /** Signs in; a problem where that is refused. */
  async signIn(email: string, password: string): Promise<Problem | undefined> {
    const plain = createClient<UsersPaths>();
    const answer = await outcome(plain.POST('/api/v1/auth/login', { body: { email, password } }));
    if (!answer.ok) return answer.problem;
    this.#tokens.current = answer.data.token;
    const met = await this.#meet();
    return met.ok ? undefined : met.problem;
  }

  /** Ends the session in the service and in every tab; a problem where the service could not be told. */
  async signOut(): Promise<Problem | undefined> {
    const answer = await outcome(this.users.POST('/api/v1/auth/logout'));
    if (!answer.ok && answer.problem.status !== 401) return answer.problem;
    this.#tabs.postMessage('out');
    this.#end();
    return undefined;
  }

  #end(): void {
    this.#tokens.current = undefined;
    this.user = undefined;
    this.state = 'out';
  }

  async #meet(): Promise<Outcome<User>> {
    const answer = await outcome(this.users.GET('/api/v1/users/me'));
    if (answer.ok) {
      this.user = answer.data;
      this.state = 'in';
    }
    return answer;
  }
}

export const session = new Session();
