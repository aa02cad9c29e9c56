/** The present, in unix seconds, for words such as "6 minutes ago"; it moves on by itself. */
class Clock {
  now: number = $state(Math.floor(Date.now() / 1000));

  constructor() {
    setInterval(() => {
      this.now = Math.floor(Date.now() / 1000);
    }, 15_000);
  }
}

export const clock = new Clock();
