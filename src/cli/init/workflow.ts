/** Where GitHub looks for it. */
export const WORKFLOW_FILE = '.github/workflows/deploy.yml';

/** Checks the stories and deploys the wire on every push to `main`. docs/operators.md says which secrets it needs. */
export const WORKFLOW = `name: deploy
on:
  push:
    branches: [main]
concurrency: deploy
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24, cache: npm }
      - run: npm ci
      - run: npm run check
      - run: npm run deploy
        env:
          CLOUDFLARE_API_TOKEN: \${{ secrets.CLOUDFLARE_API_TOKEN }}
          CLOUDFLARE_ACCOUNT_ID: \${{ secrets.CLOUDFLARE_ACCOUNT_ID }}
          PUBLISH_TOKEN: \${{ secrets.PUBLISH_TOKEN }}
`;
