/** What a revision stands for is read again where the revision is another one, and when a policy's time has come: see `revision.ts`. */
export type Held<Known> = {
  /** What is known of this revision at that moment; `undefined` where it has to be read. */
  find(revision: string, now: Date): Known | undefined
  /** @param until when a policy that waits for its time takes another's place, in milliseconds since 1970; `null`: never */
  hold(revision: string, now: Date, until: number | null, known: Known): Known
}

export function createHeld<Known>(): Held<Known> {
  let held:
    | { readonly revision: string; readonly from: number; readonly until: number; readonly known: Known }
    | undefined
  return {
    find: (revision, now) =>
      held !== undefined &&
      held.revision === revision &&
      held.from <= now.getTime() &&
      now.getTime() < held.until
        ? held.known
        : undefined,
    hold(revision, now, until, known) {
      held = { revision, from: now.getTime(), until: until ?? Number.POSITIVE_INFINITY, known }
      return known
    },
  }
}
