# Code sets as an image of their own, for the init container of postil.yaml: an edition is a tag, and a new tag a new start.
# From the folder that `npm run codes` has filled; in a private registry, where tables keyed by CPT are among them:
#   docker build --file deploy/kubernetes/code-sets.Dockerfile --tag postil-code-sets:2026-10 .postil/code-sets
FROM busybox:1.37
COPY . /code-sets
USER 1000
