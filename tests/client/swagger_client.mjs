// What swagger-client makes of calls: reads {document, calls} as JSON from a file, prints a list of requests.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, given] = process.argv.slice(2);
const { default: SwaggerClient } = await import(
  pathToFileURL(`${folder}/node_modules/swagger-client/es/index.js`).href
);
const { cases } = JSON.parse(readFileSync(given, "utf-8"));
const made = [];
for (const { document, operation, parameters, body } of cases) {
  const client = await new SwaggerClient({ spec: document });
  try {
    const request = SwaggerClient.buildRequest({
      spec: client.spec,
      operationId: operation,
      parameters,
      requestBody: body,
    });
    made.push({ method: request.method, url: request.url, headers: request.headers, body: request.body ?? null });
  } catch (error) {
    made.push({ error: error.message });
  }
}
console.log(JSON.stringify(made));
