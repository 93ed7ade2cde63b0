import { describe, expect, it } from 'vitest';
import { delayOf, heldBackBy, unreadFields } from '../../src/importing/held-back.ts';

const fieldIn = (line: string): [string, string] => {
  const [name = '', ...value] = line.split('=');
  return [name, value.join('=')];
};
const codeOf = (line: string) => heldBackBy(...fieldIn(line))?.code;

describe('a field that no format reads', () => {
  it.each([
    ['status=private', 'status'],
    ['status=skip', 'status'],
    ['status=Entwurf', 'status'],
    ['статус=чернетка', 'status'],
    ['estado=borrador', 'status'],
    ['draft=perhaps', 'status'],
    ['isDraft=true', 'status'],
    ['brouillon=oui', 'status'],
    ['unpublished=1', 'status'],
    ['isPublished=false', 'status'],
    ['Veröffentlicht=nein', 'status'],
    ['opublikowane=nie', 'status'],
    ['опубліковано=ні', 'status'],
    ['publié=non', 'status'],
    ['live=no', 'status'],
    ['workflow_state=in-review', 'status'],
    ['type=draft', 'status'],
    ['robots=noindex, nofollow', 'status'],
    ['embargo=true', 'embargo'],
    ['Sperrfrist=Freitag', 'embargo'],
    ['is_free=0', 'paywall'],
    ['isAccessibleForFree=false', 'paywall'],
    ['login_required=yes', 'visibility'],
    ['Privacy=Only me', 'visibility'],
    ['Show on web=no', 'status'],
    ['Публікація=ні', 'status'],
    ['Kostenpflichtig=ja', 'visibility'],
    ['dla prenumeratorów=tak', 'visibility'],
    ['paywall=active', 'visibility'],
    ['members=all', 'visibility'],
    ['locked=standard', 'visibility'],
    ['deleted=done', 'trash'],
    ['scheduled=true', 'status'],
    ['killed=yes', 'status'],
    ['params.published=false', 'status'],
    ['extra.is_public=false', 'status'],
    ['_meta.visibility=private', 'visibility'],
    ['seo.noindex=true', 'visibility'],
    ['dg-publish=false', 'status'],
    ['Instructions=HOLD', 'visibility'],
    ['editor notes=embargo till Friday', 'visibility'],
    [`aside=Do not publish this story before the court has spoken. ${'It may take long. '.repeat(30)}`, 'visibility'],
    ['audience=members', 'visibility'],
    ['content-tier=gold', 'visibility'],
    ['dostęp=prywatny', 'visibility'],
    ['email only=yes', 'visibility'],
    ['needs_review=true', 'visibility'],
    ['hide_post=1', 'visibility'],
    ['searchHidden=true', 'visibility'],
    ['permalink=false', 'visibility'],
    ['build.render=never', 'visibility'],
    ['desk notes=Do not publish before the verdict', 'visibility'],
    ['remark=Not for publication, please', 'visibility'],
    ['deleted at=2022-03-03', 'trash'],
  ])('holds a story back: %s', (line, code) => {
    expect(codeOf(line)).toBe(code);
  });

  it.each([
    'featured=true',
    'sticky=true',
    'status=published',
    'statut=publié',
    'statut=en ligne',
    'статус=опубліковано',
    'draft=false',
    'hidden=',
    'published=true',
    'published=2022-03-03',
    'publish_to_social=false',
    'show_publish_date=false',
    'access=public, free',
    'audience=general',
    'tier=free',
    'Sichtbarkeit=öffentlich',
    'robots=index, follow',
    'sitemap=true',
    'comment_status=closed',
    'ping_status=closed',
    '_edit_lock=1646300000:1',
    '_edit_last=1',
    '_fl_builder_draft=a:1:{i:0;s:1:"x";}',
    '_yoast_wpseo_meta-robots-noindex=0',
    'private_key_of_theme=x',
    'subscribers_count=100',
    'internal-id=77',
    'hide_title=true',
    'cover.hidden=true',
    'web only=yes',
    'state=Ohio',
    'type=review',
    'review=true',
    'Subscribers=1200',
    'Paid opens=3',
    'draft_pick=3',
    'private_school=yes',
    'paywall=free',
    'members=no',
    'audience=general public',
    'access=All users',
    'is_free=1',
    'publication=Harl Courier',
    'reading_time=4',
    'location=Private Lane',
    'kicker=Draft law',
    'notes=Spelling is checked',
    'teaser=Courts do not publish names of witnesses',
    'teaser=Do not use tap water',
  ])('says nothing of readers: %s', (line) => {
    expect(heldBackBy(...fieldIn(line))).toBeUndefined();
  });

  it('is told as it is written, and cut if it is long', () => {
    expect(heldBackBy('tier', 'paid')?.message).toBe('was not for everybody: "tier: paid"');
    expect(heldBackBy('tier', 'x'.repeat(200))?.message).toBe(`was not for everybody: "tier: ${'x'.repeat(80)}…"`);
  });

  it('is found in tables and lists', () => {
    expect(unreadFields('params', { draft: true, sizes: ['a', 'b'], parts: [{ tier: 'paid' }] })).toEqual([
      ['params.draft', 'true'],
      ['params.sizes', 'a, b'],
      ['params.parts.tier', 'paid'],
    ]);
  });

  it.each([
    ['release date', '2099-03-04', '2099-03-04'],
    ['publishDate', '2022-03-04T00:00:00Z', '2022-03-04T00:00:00Z'],
    ['embargo', '2099', '2099'],
    ['scheduled_at', '3/4/2099', '3/4/2099'],
    ['release_date', '2019-05-01', undefined],
    ['publish_on', '2022-03-03', undefined],
    ['embargo_date', '1/2/2021', undefined],
    ['event_date', '2099-01-01', undefined],
  ])('delays a story until later than its publication: %s %s', (name, value, date) => {
    expect(delayOf([[name, value]], '2022-03-03T10:00:00Z').value).toBe(date);
  });
});
