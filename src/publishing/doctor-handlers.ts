import type { Handler } from '../http/add-routes.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Doctor } from './doctor.ts';

interface Parts {
  doctor: Doctor;
  clock: () => Date;
}

/** The handlers of /api/doctor, behind the guards. */
export class DoctorHandlers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Examines a part of the database: `?after={number}`. `next` in the answer begins the next part; null at the end. */
  readonly examine: Handler = async (c) => {
    const { doctor, clock } = this.#parts;
    const { faults, next } = await doctor.examine(afterIn(c.req.query('after')), clock());
    return c.json({ faults, next: next ?? null });
  };

  /** Examines a part like `examine`, and mends what can be derived anew. */
  readonly mend: Handler = async (c) => {
    const { doctor, clock } = this.#parts;
    const now = clock();
    const { faults, next } = await doctor.examine(afterIn(c.req.query('after')), now);
    const { mended, left } = await doctor.mend(faults, { by: c.get('client').name, now });
    return c.json({ mended, faults: left, next: next ?? null });
  };
}

function afterIn(given = '0'): number {
  if (/^\d{1,9}$/.test(given)) return Number(given);
  throw new HttpProblem(400, `after: expected the number of an article, got "${given.slice(0, 100)}"`);
}
