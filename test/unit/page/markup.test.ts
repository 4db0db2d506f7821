import * as assert from "uvu/assert";
import { markup, nothing } from "../../../src/page/markup.ts";
import { suite } from "../../support/suite.ts";

suite("markup", (test) => {
  test("makes text literal between tags and in attributes", () => {
    const text = `</p><script>alert("1")</script>'\`&amp;`;
    const literal = "&lt;/p&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&#96;&amp;amp;";
    assert.is(markup`<p title="${text}">${text}</p>`.markup, `<p title="${literal}">${literal}</p>`);
  });

  test("takes markup as it is, and lists of it", () => {
    const items = ["a", "<"].map((text) => markup`<li>${text}</li>`);
    assert.is(markup`<ul>${items}${nothing}</ul>`.markup, "<ul><li>a</li><li>&lt;</li></ul>");
  });

  test("shows what would act on the reader instead of letting it act", () => {
    assert.is(markup`${"a\u0000\u001b[31m\u202eb\ud800c\n"}`.markup, "a\\x00\\x1b[31m\\u202eb\uFFFDc\\x0a");
  });

  test("writes coordinates with two digits", () => {
    assert.is(markup`${1 / 3} ${10} ${-0.005}`.markup, "0.33 10 0");
  });
});
