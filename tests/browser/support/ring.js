// The ring around what the keys have reached.

/** How far two things have to differ to be told apart (WCAG 2.2, 1.4.11). */
const CONTRAST = 3;

/** Whether it, or what it stands in, has an outline that stands out from what is behind it. */
export function hasRing(locator) {
  return locator.evaluate((element, contrast) => {
    const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
    const luminance = ([red, green, blue]) => {
      const [r, g, b] = [red, green, blue].map((part) => {
        const share = part / 255;
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
      });
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const backOf = (from) => {
      // What shines through is taken as if it covered: all layers here are shades of one colour.
      for (let at = from; at; at = at.parentElement) {
        const [red, green, blue, alpha = 1] = numbers(getComputedStyle(at).backgroundColor);
        if (alpha > 0.5) {
          return [red, green, blue];
        }
      }
      return [255, 255, 255];
    };
    const stands = (at) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(at);
      if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) {
        return false;
      }
      const [one, two] = [numbers(outlineColor), backOf(at.parentElement)].map(luminance);
      return (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05) >= contrast;
    };
    const box = element.closest(".graphiql-editor, .result-window, .graphiql-doc-explorer-search");
    return stands(element) || (box !== null && stands(box));
  }, CONTRAST);
}
