// A minimal server with openapi-backend that implements the document:
// node openapi_backend.mjs FOLDER_WITH_NODE_MODULES DOCUMENT PORT
import http from 'node:http'
import { createRequire } from 'node:module'

const [folder, definition, port] = process.argv.slice(2)
const require = createRequire(`${folder}/any.js`)
const { OpenAPIBackend } = require('openapi-backend')
const addFormats = require('ajv-formats').default

const TOKEN = /^Bearer so_(live|test)_[A-Za-z0-9]+$/i

function send(response, status, value) {
  const text = JSON.stringify(value)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
  response.end(text)
}

const failure = (code, message) => ({ error: { code, message } })

const api = new OpenAPIBackend({
  definition,
  customizeAjv: (ajv) => addFormats(ajv),
  securityHandlers: { ServerOpsBearerAuth: (context) => TOKEN.test(context.request.headers.authorization ?? '') },
  handlers: {
    notImplemented(context, _, response) {
      const { status, mock } = api.mockResponseForOperation(context.operation.operationId)
      send(response, status, mock)
    },
    validationFail: (_context, _, response) => send(response, 400, failure('bad_request', 'missing required field')),
    unauthorizedHandler: (_context, _, response) => send(response, 401, failure('unauthorized', 'invalid token')),
    notFound: (_context, _, response) => send(response, 404, failure('not_found', 'no such endpoint')),
    methodNotAllowed: (_context, _, response) => send(response, 405, failure('method_not_allowed', 'method not allowed')),
  },
})
await api.init()

http
  .createServer((request, response) => {
    const chunks = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const { method, headers } = request
      const [path, query] = request.url.split('?')
      const body = Buffer.concat(chunks).toString()
      api
        .handleRequest({ method, path, query, body, headers }, request, response)
        .catch((error) => send(response, 500, failure('internal', String(error))))
    })
  })
  .listen(Number(port), '127.0.0.1')
