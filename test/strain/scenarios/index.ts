import type { Scenario } from '../strain.ts';
import { run as damage } from './damage.ts';
import { run as etags } from './etags.ts';
import { run as full } from './full.ts';
import { run as gone } from './gone.ts';
import { run as herds } from './herds.ts';
import { run as hostile } from './hostile.ts';
import { run as hub } from './hub.ts';
import { run as large } from './large.ts';
import { run as memory } from './memory.ts';
import { run as outage } from './outage.ts';
import { run as rows } from './rows.ts';
import { run as writers } from './writers.ts';

/** All scenarios by name, in the order in which they run. */
export const SCENARIOS: Record<string, Scenario> = {
  rows,
  memory,
  herds,
  etags,
  large,
  outage,
  damage,
  writers,
  hub,
  hostile,
  full,
  gone,
};
