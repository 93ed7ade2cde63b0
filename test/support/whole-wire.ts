/** The whole wire without a shell: what a bundle for another runtime begins with. */
export { fetchOf } from '../../src/routes.ts';
export { createWire } from '../../src/wire.ts';
