/** A feed is not ours: only what is surely a web address becomes a link. */
export function isWeb(url: string | null | undefined): url is string {
  return url != null && /^https?:\/\//i.test(url) && URL.canParse(url);
}
