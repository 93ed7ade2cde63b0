import { readFile } from 'node:fs/promises';
import { build } from 'esbuild';
import { projectPath } from './local.ts';

/**
 * Bundles our own source for Node, which loads neither JSX nor stylesheets: `.css` and `.client.js` become texts,
 * as they are on Cloudflare (the rules of wrangler.toml). Packages are left out.
 * @param entry a module below the project's root
 * @param outfile the bundle, below the project's root, where Node finds the packages
 */
export async function bundleForNode(entry: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: projectPath(),
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    jsx: 'automatic',
    jsxImportSource: 'hono/jsx',
    loader: { '.css': 'text' },
    plugins: [
      {
        name: 'browser scripts as texts',
        setup({ onLoad }) {
          onLoad({ filter: /\.client\.js$/ }, async ({ path }) => ({
            contents: await readFile(path, 'utf8'),
            loader: 'text',
          }));
        },
      },
    ],
  });
}
