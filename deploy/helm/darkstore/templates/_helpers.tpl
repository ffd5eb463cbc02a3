{{- define "darkstore.name" -}}
{{ default .Release.Name .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- end -}}

{{- define "darkstore.labels" -}}
app.kubernetes.io/name: {{ include "darkstore.name" . }}
{{- end -}}

{{/* Labels of one service; takes a dictionary of root and service. */}}
{{- define "darkstore.serviceLabels" -}}
{{ include "darkstore.labels" .root }}
app.kubernetes.io/component: {{ .service }}
{{- end -}}

{{/* Passwords and login of a client; takes a dictionary of security and owner, the name of its secret. */}}
{{- define "darkstore.identityEnv" -}}
{{- if .security.truststore.secret }}
- name: KAFKA_SSL_TRUSTSTORE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .security.truststore.secret }}
      key: {{ .security.truststore.passwordKey }}
{{- end }}
{{- if .security.keystore.enabled }}
- name: KAFKA_SSL_KEYSTORE_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ .owner }}
      key: {{ .security.keystore.passwordKey }}
{{- end }}
{{- if .security.sasl.mechanism }}
- name: KAFKA_SASL_JAAS_CONFIG
  valueFrom:
    secretKeyRef:
      name: {{ .owner }}
      key: {{ .security.sasl.jaasConfigKey }}
{{- end }}
{{- end -}}

{{/* Folders of the files of a client; takes the same dictionary. */}}
{{- define "darkstore.identityMounts" -}}
{{- if .security.truststore.secret }}
- name: cluster
  mountPath: /etc/darkstore/cluster
  readOnly: true
{{- end }}
{{- if .security.keystore.enabled }}
- name: user
  mountPath: /etc/darkstore/user
  readOnly: true
{{- end }}
{{- end -}}

{{/* Volumes of these folders; takes the same dictionary. */}}
{{- define "darkstore.identityVolumes" -}}
{{- if .security.truststore.secret }}
- name: cluster
  secret:
    secretName: {{ .security.truststore.secret }}
{{- end }}
{{- if .security.keystore.enabled }}
- name: user
  secret:
    secretName: {{ .owner }}
{{- end }}
{{- end -}}

{{/* Tag of the images. */}}
{{- define "darkstore.tag" -}}
{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
