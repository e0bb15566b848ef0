# The proxy with the built sidebar. No key, no tenant and no code set is inside: they are mounted or set.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY vendor vendor
RUN npm ci
COPY . .
RUN npm run build

FROM node:24.21.0-bookworm-slim AS dependencies
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
COPY vendor vendor
# A cloud's model needs one more package beside Postil's own: --build-arg CLOUD_SDK=@anthropic-ai/bedrock-sdk@<version>
ARG CLOUD_SDK=""
RUN npm ci --omit=dev && if [ -n "$CLOUD_SDK" ]; then npm install --no-save --save-exact "$CLOUD_SDK"; fi

FROM node:24.21.0-bookworm-slim
WORKDIR /postil
ENV NODE_ENV=production \
    POSTIL_PROFILE=production \
    POSTIL_HOST=0.0.0.0 \
    POSTIL_PORT=8787 \
    POSTIL_METRICS_HOST=0.0.0.0 \
    POSTIL_METRICS_PORT=9464 \
    POSTIL_STATIC_DIR=/postil/dist/app \
    POSTIL_DATA_DIR=/data
COPY --from=dependencies /build/node_modules node_modules
COPY --from=dependencies /build/vendor vendor
COPY --from=build /build/dist/app dist/app
COPY package.json LICENSE NOTICE ./
COPY coding coding
COPY fhir-mappers fhir-mappers
COPY proxy proxy
COPY scripts scripts
RUN install -d -o node -g node /data
# Nothing is written but to /data and standard output: run it with a read-only root.
USER node
VOLUME /data
EXPOSE 8787 9464
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:9464/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "proxy/src/main.ts"]
