// The view library: Preact, with templates instead of JSX. Texts in templates are always text, never markup.
import { h, render, Fragment } from "./vendor/preact.js";
import { useCallback, useEffect, useMemo, useRef, useState } from "./vendor/hooks.js";
import htm from "./vendor/htm.js";

const html = htm.bind(h);

export { html, render, Fragment, useCallback, useEffect, useMemo, useRef, useState };
