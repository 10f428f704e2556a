// config.json lists the documents that this server serves, each with a sample credential for each security scheme.
"use strict";

// Authorizes the security schemes of the shown document that the user has not authorized.
function authorize(credentials) {
  const authorized = window.ui.authSelectors.authorized();
  const definitions = window.ui.specSelectors.securityDefinitions();
  for (const { scheme, value, user, password } of credentials) {
    const schema = definitions?.get(scheme);
    if (!schema || authorized?.get(scheme)) continue;
    const given = user === undefined ? value : { username: user, password };
    window.ui.authActions.authorize({ [scheme]: { name: scheme, schema, value: given } });
  }
}

(async () => {
  const { urls } = await (await fetch("config.json")).json();
  const several = urls.length > 1;
  const shown = () => urls.find((one) => one.url === window.ui.specSelectors.url()) ?? urls[0];
  window.ui = SwaggerUIBundle({
    dom_id: "#swagger-ui",
    ...(several ? { urls } : { url: urls[0].url }),
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: several ? "StandaloneLayout" : "BaseLayout",
    deepLinking: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    persistAuthorization: true,
    onComplete: () => authorize(shown().credentials),
  });
})();
