/** Filters of images: `images --filter`, `image prune --filter`. */
import { findImage } from "../image/find.ts";
import { type Image, readImage } from "../image/read.ts";
import type { Listed } from "../image/store/table.ts";
import {
  type Filters,
  hasLabel,
  PRUNE_FILTERS,
  parseFilters,
  type Test,
  yesOrNo,
} from "./filters.ts";

/** An image by one of its names. */
export interface NamedImage {
  readonly image: Image;
  /** As docker shows them. */
  readonly repository: string;
  readonly tag: string;
}

const createdAt = ({ config }: Image): number => Date.parse(config.created ?? "");

const other = (name: string) => createdAt(readImage(findImage(name).image));

const FILTERS: Filters<NamedImage> = {
  dangling: (value) => {
    const wanted = yesOrNo("dangling", value);
    return ({ image }) => (image.tags.length === 0) === wanted;
  },
  reference: (value) => {
    const pattern = glob(value);
    return ({ repository, tag }) =>
      pattern.test(repository) || pattern.test(`${repository}:${tag}`);
  },
  label:
    (value) =>
    ({ image }) =>
      hasLabel(image.config.config?.Labels ?? {}, value),
  before: (value) => {
    const moment = other(value);
    return ({ image }) => createdAt(image) < moment;
  },
  since: (value) => {
    const moment = other(value);
    return ({ image }) => createdAt(image) > moment;
  },
};

/** @throws UserError for a filter, or an image, that there is not */
export const parseImageFilters = (texts: readonly string[]): Test<NamedImage> =>
  parseFilters(texts, FILTERS);

/** As Go's path.Match: a star stands for anything but a slash. */
function glob(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+^$(){}|\\]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]");
  return new RegExp(`^${source}$`);
}

/** Which images `prune --filter` means; only with a filter are they read. */
export function imagesMeant(texts: readonly string[]): Test<Listed> {
  if (texts.length === 0) return () => true;
  const isMeant = parseFilters(texts, PRUNE_FILTERS);
  return (listed) => {
    const { config } = readImage(listed);
    return isMeant({ created: config.created, labels: config.config?.Labels ?? {} });
  };
}
