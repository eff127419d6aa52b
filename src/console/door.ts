import { Problem, problemAnswer } from './problem.ts';

/** Where the corner is reached for as long as the playground listens, which is before Countersign runs and after it has stopped. */
export interface Door {
  answer(request: Request): Promise<Response>;
  open(to: (request: Request) => Promise<Response>): void;
  /** Lets nobody in any more, and waits for those inside. */
  close(): Promise<void>;
}

export function createDoor(): Door {
  let answering: ((request: Request) => Promise<Response>) | null = null;
  const inside = new Set<Promise<Response>>();
  return {
    async answer(request) {
      if (answering === null)
        return problemAnswer(new Problem(503, 'NOT_RUNNING', 'Countersign is starting or stopping. Try again in a moment.'));
      const answer = answering(request);
      inside.add(answer);
      try {
        return await answer;
      } finally {
        inside.delete(answer);
      }
    },
    open(to) {
      answering = to;
    },
    async close() {
      answering = null;
      await Promise.allSettled(inside);
    },
  };
}
