import { describe, expect, it } from 'vitest';
import { toHtml } from '../../../src/importing/formats/wordpress/content.ts';
import { statusOf } from '../../../src/importing/formats/wordpress/status.ts';

const state = (fields: Partial<Parameters<typeof statusOf>[0]>) =>
  statusOf({ type: 'post', status: 'publish', isProtected: false, meta: [], ...fields }, ['post']);
const told = (fields: Parameters<typeof state>[0]) => {
  const { value, notes } = state(fields);
  return [value, notes.map((it) => it.code)];
};
const notesOn = (content: string) => toHtml(content).notes.map((it) => it.code);

describe('what WordPress holds back', () => {
  it.each([
    ['publish', 'ready', []],
    ['future', 'ready', ['scheduled']],
    ['draft', 'draft', ['draft']],
    ['auto-draft', 'draft', ['draft']],
    ['pending', 'draft', ['draft']],
    ['private', 'draft', ['visibility']],
    ['trash', 'draft', ['trash']],
    ['inherit', 'draft', ['status']],
    ['on-hold', 'draft', ['status']],
    [undefined, 'draft', ['status']],
  ])('is told of the status %s', (status, ours, codes) => {
    expect(told({ status })).toEqual([ours, codes]);
  });

  it('is told of a page and of a password, whatever else there is to tell', () => {
    expect(told({ type: 'page', status: 'private' })).toEqual(['draft', ['not-a-post', 'visibility']]);
    expect(state({ isProtected: true }).notes).toEqual([
      { code: 'visibility', message: 'was protected by a password: saved as a draft' },
    ]);
  });

  it.each([
    ['_members_access_role', 'subscriber'],
    ['_jetpack_newsletter_access', 'paid_subscribers'],
    ['_jetpack_memberships_contains_paid_content', '1'],
    ['rcp_subscription_level', 'a:1:{i:0;s:1:"2";}'],
    ['_is_paid', '1'],
    ['patreon-level', '5'],
    ['_issuem_leaky_paywall_visibility', 'a:1:{s:15:"visibility_type";s:4:"only";}'],
    ['um_content_restriction', 'a:1:{s:26:"_um_custom_access_settings";s:1:"1";}'],
  ])('is told of the field %s', (key, value) => {
    expect(state({ meta: [[key, value]] }).notes).toEqual([
      { code: 'paywall', message: `was not for everybody, as its fields say: ${key}` },
    ]);
  });

  it.each([
    ['_visibility', 'hidden', 'visibility'],
    ['content_visibility', 'subscribers', 'visibility'],
    ['access_level', 'gold', 'visibility'],
    ['_wpmem_block', '1', 'visibility'],
    ['passster_protect', '1', 'visibility'],
    ['tds_lock_content', '1', 'visibility'],
    ['newspack_content_gate', '1', 'visibility'],
    ['_hide_post', '1', 'visibility'],
    ['_edit_hold', '1', 'visibility'],
    ['embargo', 'Friday', 'embargo'],
    ['_groups-read', 'Members', 'paywall'],
  ])('is told of the field %s of %s, whatever the plugin is', (key, value, code) => {
    expect(told({ meta: [[key, value]] })[1]).toEqual([code]);
  });

  it.each([
    ['_edit_lock', '1646300000:1'],
    ['_yoast_wpseo_meta-robots-noindex', '0'],
    ['_fl_builder_draft', 'a:1:{i:0;s:1:"x";}'],
    ['switch_like_status', '1'],
    ['_hide_title', '1'],
    ['_jetpack_newsletter_access', 'everybody'],
    ['_jetpack_memberships_contains_paywalled_content', ''],
    ['_jetpack_newsletter_tier_id', '0'],
    ['_members_access_error', 'Please log in.'],
    ['_wc_memberships_force_public', 'yes'],
    ['_issuem_leaky_paywall_visibility', 'a:1:{s:15:"visibility_type";s:7:"default";}'],
    ['um_content_restriction', 'a:1:{s:26:"_um_custom_access_settings";s:1:"0";}'],
    ['_edit_last', '1'],
    ['team_member_role', 'editor'],
    ['_thumbnail_id', '9'],
  ])('is not seen in the field %s of %s', (key, value) => {
    expect(told({ meta: [[key, value]] })).toEqual(['ready', []]);
  });

  it.each([
    ['<p>Free.</p><!-- wp:jetpack/paywall --><!-- /wp:jetpack/paywall --><p>Paid.</p>', ['paywall']],
    [
      '<!-- wp:premium-content/subscriber-view --><p>Paid.</p><!-- /wp:premium-content/subscriber-view -->',
      ['paywall'],
    ],
    ['<p>Free.</p><!--members-only--><p>Paid.</p>', ['paywall']],
    ['<p>Free.</p><!--paid-members-only--><p>Paid.</p>', ['paywall']],
    ['<p>Free.</p><!-- members_only --><p>Paid.</p>', ['paywall']],
    ['Free. [members_only]Paid.[/members_only]', ['shortcode', 'paywall']],
    [
      '<!-- wp:paragraph {"metadata":{"blockVisibility":false}} --><p>Hidden.</p><!-- /wp:paragraph -->',
      ['visibility'],
    ],
  ])('is told of %s', (content, codes) => {
    expect(notesOn(content)).toEqual(codes);
  });

  it.each([
    '<!-- wp:group {"restrictContent":true} --><p>Hidden.</p><!-- /wp:group -->',
    '<!-- wp:group {"hideOnDesktop":true} --><p>Hidden.</p><!-- /wp:group -->',
    '<!-- wp:paragraph {"className":"lead hidden"} --><p class="lead hidden">Hidden.</p><!-- /wp:paragraph -->',
    '<!-- wp:group {"newspackAccessControlRules":[{"slug":"members"}]} --><p>Hidden.</p><!-- /wp:group -->',
  ])('is told of what stands in a block: %s', (content) => {
    expect(notesOn(content)).toEqual(['visibility']);
  });

  it.each([
    'Free. [hide]Not free.[/hide]',
    'Free. [groups_member group="x"]Not free.[/groups_member]',
    'Free. [s2If current_user_can(access_s2member_level1)]Not free.[/s2If]',
    'Free. [content_protector password="x"]Not free.[/content_protector]',
    'Free. [ihc-hide-content ihc_mb_type="show"]Not free.[/ihc-hide-content]',
    'Free. [ppwp passwords="x"]Not free.[/ppwp]',
    'Free. [internal]Not free.[/internal]',
    'Free. [members_only] Not free.',
    'Free. [restrict-content]Not free.',
    '<p>Free.</p>\n<p>[restrict]</p>\n<p>Not free.</p>',
    'Free.\n\n[private]\n\nNot free.',
  ])('is told of shortcodes that hide: %s', (content) => {
    expect(notesOn(content)).toEqual(['shortcode', 'paywall']);
  });

  it.each([
    '<!-- wp:paragraph {"lock":{"move":true,"remove":true},"className":"lead"} --><p>Seen.</p><!-- /wp:paragraph -->',
    '<!-- wp:group {"templateLock":"all","hideTitle":true,"align":"wide"} --><p>Seen.</p><!-- /wp:group -->',
    'One.<!--more-->Two.',
    'He said that the [private] talks were held.',
    '<p>[private] talks were held.</p>',
    'One.\n\n[laughter]\n\nTwo.',
    'One.<!--nextpage-->Two.',
    '<p>Free.</p><!--members-only-->\n',
    '<!-- wp:paragraph {"metadata":{"blockVisibility":true}} --><p>Seen.</p><!-- /wp:paragraph -->',
    '<!-- wp:paragraph --><p>Members only voted once.</p><!-- /wp:paragraph -->',
  ])('is not seen in %s', (content) => {
    expect(notesOn(content)).toEqual([]);
  });
});
