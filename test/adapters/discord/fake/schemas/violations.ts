/** A request that Discord would not have taken, or would have taken without doing what it says. */
export interface Violation {
  /** The number of the request in the wire log. */
  n: number;
  /** `POST /channels/{channel_id}/messages`; method and path where no route fits. */
  route: string;
  problem: string;
}

export function createViolations() {
  const found: Violation[] = [];
  return {
    add: (violation: Violation) => void found.push(violation),
    read: () => found,
    clear: () => void found.splice(0),
  };
}

export type Violations = ReturnType<typeof createViolations>;
