/**
 * The members of every kind of Kubernetes 1.29 to 1.37 that deploying a service can call for, as a text that `readTable` reads. Made by
 * `npm run schemas:members` from schemas/kubernetes.json; do not edit.
 */

/**
 * A definition a line: its name (`apiVersion/Kind` for a kind, `core.v1.` left out), then its members, each with its type: none for a
 * text, `i` integer, `b` boolean, `si` text or integer, `sn` text or number, `*` anything, else a definition; `[]` a list of it, `{}`
 * a map to it; `+34` known since 1.34, `-31` no longer known in 1.31.
 */
export const TABLE = `
apps/v1/DaemonSet apiVersion kind metadata:meta.v1.ObjectMeta spec:apps.v1.DaemonSetSpec status:*
apps.v1.DaemonSetSpec minReadySeconds:i revisionHistoryLimit:i selector:meta.v1.LabelSelector template:PodTemplateSpec updateStrategy:apps.v1.DaemonSetUpdateStrategy
apps.v1.DaemonSetUpdateStrategy rollingUpdate:apps.v1.RollingUpdateDaemonSet type
apps/v1/Deployment apiVersion kind metadata:meta.v1.ObjectMeta spec:apps.v1.DeploymentSpec status:*
apps.v1.DeploymentSpec minReadySeconds:i paused:b progressDeadlineSeconds:i replicas:i revisionHistoryLimit:i selector:meta.v1.LabelSelector strategy:apps.v1.DeploymentStrategy template:PodTemplateSpec
apps.v1.DeploymentStrategy rollingUpdate:apps.v1.RollingUpdateDeployment type
apps/v1/ReplicaSet apiVersion kind metadata:meta.v1.ObjectMeta spec:apps.v1.ReplicaSetSpec status:*
apps.v1.ReplicaSetSpec minReadySeconds:i replicas:i selector:meta.v1.LabelSelector template:PodTemplateSpec
apps.v1.RollingUpdateDaemonSet maxSurge:si maxUnavailable:si
apps.v1.RollingUpdateDeployment maxSurge:si maxUnavailable:si
apps.v1.RollingUpdateStatefulSetStrategy maxUnavailable:si partition:i
apps/v1/StatefulSet apiVersion kind metadata:meta.v1.ObjectMeta spec:apps.v1.StatefulSetSpec status:*
apps.v1.StatefulSetOrdinals start:i
apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted whenScaled
apps.v1.StatefulSetSpec minReadySeconds:i ordinals:apps.v1.StatefulSetOrdinals persistentVolumeClaimRetentionPolicy:apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy podManagementPolicy replicas:i revisionHistoryLimit:i selector:meta.v1.LabelSelector serviceName template:PodTemplateSpec updateStrategy:apps.v1.StatefulSetUpdateStrategy volumeClaimTemplates:v1/PersistentVolumeClaim[]
apps.v1.StatefulSetUpdateStrategy rollingUpdate:apps.v1.RollingUpdateStatefulSetStrategy type
autoscaling.v1.CrossVersionObjectReference apiVersion kind name
autoscaling/v1/HorizontalPodAutoscaler apiVersion kind metadata:meta.v1.ObjectMeta spec:autoscaling.v1.HorizontalPodAutoscalerSpec status:*
autoscaling.v1.HorizontalPodAutoscalerSpec maxReplicas:i minReplicas:i scaleTargetRef:autoscaling.v1.CrossVersionObjectReference targetCPUUtilizationPercentage:i
autoscaling.v2.ContainerResourceMetricSource container name target:autoscaling.v2.MetricTarget
autoscaling.v2.CrossVersionObjectReference apiVersion kind name
autoscaling.v2.ExternalMetricSource metric:autoscaling.v2.MetricIdentifier target:autoscaling.v2.MetricTarget
autoscaling.v2.HPAScalingPolicy periodSeconds:i type value:i
autoscaling.v2.HPAScalingRules policies:autoscaling.v2.HPAScalingPolicy[] selectPolicy stabilizationWindowSeconds:i tolerance:sn+33
autoscaling/v2/HorizontalPodAutoscaler apiVersion kind metadata:meta.v1.ObjectMeta spec:autoscaling.v2.HorizontalPodAutoscalerSpec status:*
autoscaling.v2.HorizontalPodAutoscalerBehavior scaleDown:autoscaling.v2.HPAScalingRules scaleUp:autoscaling.v2.HPAScalingRules
autoscaling.v2.HorizontalPodAutoscalerSpec behavior:autoscaling.v2.HorizontalPodAutoscalerBehavior maxReplicas:i metrics:autoscaling.v2.MetricSpec[] minReplicas:i scaleTargetRef:autoscaling.v2.CrossVersionObjectReference
autoscaling.v2.MetricIdentifier name selector:meta.v1.LabelSelector
autoscaling.v2.MetricSpec containerResource:autoscaling.v2.ContainerResourceMetricSource external:autoscaling.v2.ExternalMetricSource object:autoscaling.v2.ObjectMetricSource pods:autoscaling.v2.PodsMetricSource resource:autoscaling.v2.ResourceMetricSource type
autoscaling.v2.MetricTarget averageUtilization:i averageValue:sn type value:sn
autoscaling.v2.ObjectMetricSource describedObject:autoscaling.v2.CrossVersionObjectReference metric:autoscaling.v2.MetricIdentifier target:autoscaling.v2.MetricTarget
autoscaling.v2.PodsMetricSource metric:autoscaling.v2.MetricIdentifier target:autoscaling.v2.MetricTarget
autoscaling.v2.ResourceMetricSource name target:autoscaling.v2.MetricTarget
batch/v1/CronJob apiVersion kind metadata:meta.v1.ObjectMeta spec:batch.v1.CronJobSpec status:*
batch.v1.CronJobSpec concurrencyPolicy failedJobsHistoryLimit:i jobTemplate:batch.v1.JobTemplateSpec schedule startingDeadlineSeconds:i successfulJobsHistoryLimit:i suspend:b timeZone
batch/v1/Job apiVersion kind metadata:meta.v1.ObjectMeta spec:batch.v1.JobSpec status:*
batch.v1.JobSchedulingConfiguration disruptionMode:scheduling.v1alpha3.WorkloadPodGroupDisruptionMode+37 resourceClaims:scheduling.v1alpha3.WorkloadPodGroupResourceClaim[]+37 schedulingConstraints:scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints+37 schedulingPolicy:scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy+37
batch.v1.JobSpec activeDeadlineSeconds:i backoffLimit:i backoffLimitPerIndex:i completionMode completions:i managedBy+30 manualSelector:b maxFailedIndexes:i parallelism:i podFailurePolicy:batch.v1.PodFailurePolicy podReplacementPolicy scheduling:batch.v1.JobSchedulingConfiguration+37 selector:meta.v1.LabelSelector successPolicy:batch.v1.SuccessPolicy+30 suspend:b template:PodTemplateSpec ttlSecondsAfterFinished:i
batch.v1.JobTemplateSpec metadata:meta.v1.ObjectMeta spec:batch.v1.JobSpec
batch.v1.PodFailurePolicy rules:batch.v1.PodFailurePolicyRule[]
batch.v1.PodFailurePolicyOnExitCodesRequirement containerName operator values:i[]
batch.v1.PodFailurePolicyOnPodConditionsPattern status type
batch.v1.PodFailurePolicyRule action onExitCodes:batch.v1.PodFailurePolicyOnExitCodesRequirement onPodConditions:batch.v1.PodFailurePolicyOnPodConditionsPattern[]
batch.v1.SuccessPolicy rules:batch.v1.SuccessPolicyRule[]+30
batch.v1.SuccessPolicyRule succeededCount:i+30 succeededIndexes+30
coordination.k8s.io/v1/Lease apiVersion kind metadata:meta.v1.ObjectMeta spec:coordination.v1.LeaseSpec status:*
coordination.v1.LeaseSpec acquireTime holderIdentity leaseDurationSeconds:i leaseTransitions:i preferredHolder+31 renewTime strategy+31
AWSElasticBlockStoreVolumeSource fsType partition:i readOnly:b volumeID
Affinity nodeAffinity:NodeAffinity podAffinity:PodAffinity podAntiAffinity:PodAntiAffinity
AppArmorProfile localhostProfile+30 type+30
AzureDiskVolumeSource cachingMode diskName diskURI fsType kind readOnly:b
AzureFilePersistentVolumeSource readOnly:b secretName secretNamespace shareName
AzureFileVolumeSource readOnly:b secretName shareName
CSIPersistentVolumeSource controllerExpandSecretRef:SecretReference controllerPublishSecretRef:SecretReference driver fsType nodeExpandSecretRef:SecretReference nodePublishSecretRef:SecretReference nodeStageSecretRef:SecretReference readOnly:b volumeAttributes:{} volumeHandle
CSIVolumeSource driver fsType nodePublishSecretRef:LocalObjectReference readOnly:b volumeAttributes:{}
Capabilities add:[] drop:[]
CephFSPersistentVolumeSource monitors:[] path readOnly:b secretFile secretRef:SecretReference user
CephFSVolumeSource monitors:[] path readOnly:b secretFile secretRef:LocalObjectReference user
CinderPersistentVolumeSource fsType readOnly:b secretRef:SecretReference volumeID
CinderVolumeSource fsType readOnly:b secretRef:LocalObjectReference volumeID
ClaimSource resourceClaimName-31 resourceClaimTemplateName-31
ClientIPConfig timeoutSeconds:i
ClusterTrustBundleProjection labelSelector:meta.v1.LabelSelector name optional:b path signerName user:i+37
v1/ConfigMap apiVersion binaryData:{} data:{} immutable:b kind metadata:meta.v1.ObjectMeta status:*
ConfigMapEnvSource name optional:b
ConfigMapKeySelector key name optional:b
ConfigMapProjection items:KeyToPath[] name optional:b
ConfigMapVolumeSource defaultMode:i defaultUser:i+37 items:KeyToPath[] name optional:b
Container args:[] command:[] env:EnvVar[] envFrom:EnvFromSource[] image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe name ports:ContainerPort[] readinessProbe:Probe resizePolicy:ContainerResizePolicy[] resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule[]+34 securityContext:SecurityContext startupProbe:Probe stdin:b stdinOnce:b terminationMessagePath terminationMessagePolicy tty:b volumeDevices:VolumeDevice[] volumeMounts:VolumeMount[] workingDir
ContainerPort containerPort:i hostIP hostPort:i name protocol
ContainerResizePolicy resourceName restartPolicy
ContainerRestartRule action+34 exitCodes:ContainerRestartRuleOnExitCodes+34
ContainerRestartRuleOnExitCodes operator+34 values:i[]+34
DownwardAPIProjection items:DownwardAPIVolumeFile[]
DownwardAPIVolumeFile fieldRef:ObjectFieldSelector mode:i path resourceFieldRef:ResourceFieldSelector user:i+37
DownwardAPIVolumeSource defaultMode:i defaultUser:i+37 items:DownwardAPIVolumeFile[]
EmptyDirVolumeSource medium mode:i+37 sizeLimit:sn
EndpointAddress hostname ip nodeName targetRef:ObjectReference
EndpointPort appProtocol name port:i protocol
EndpointSubset addresses:EndpointAddress[] notReadyAddresses:EndpointAddress[] ports:EndpointPort[]
v1/Endpoints apiVersion kind metadata:meta.v1.ObjectMeta status:* subsets:EndpointSubset[]
EnvFromSource configMapRef:ConfigMapEnvSource prefix secretRef:SecretEnvSource
EnvVar name value valueFrom:EnvVarSource
EnvVarSource configMapKeyRef:ConfigMapKeySelector fieldRef:ObjectFieldSelector fileKeyRef:FileKeySelector+34 resourceFieldRef:ResourceFieldSelector secretKeyRef:SecretKeySelector
EphemeralContainer args:[] command:[] env:EnvVar[] envFrom:EnvFromSource[] image imagePullPolicy lifecycle:Lifecycle livenessProbe:Probe name ports:ContainerPort[] readinessProbe:Probe resizePolicy:ContainerResizePolicy[] resources:ResourceRequirements restartPolicy restartPolicyRules:ContainerRestartRule[]+34 securityContext:SecurityContext startupProbe:Probe stdin:b stdinOnce:b targetContainerName terminationMessagePath terminationMessagePolicy tty:b volumeDevices:VolumeDevice[] volumeMounts:VolumeMount[] workingDir
EphemeralVolumeSource volumeClaimTemplate:PersistentVolumeClaimTemplate
EvictionResponder name+37 priority:i+37
ExecAction command:[]
FCVolumeSource fsType lun:i readOnly:b targetWWNs:[] wwids:[]
FileKeySelector key+34 optional:b+34 path+34 volumeName+34
FlexPersistentVolumeSource driver fsType options:{} readOnly:b secretRef:SecretReference
FlexVolumeSource driver fsType options:{} readOnly:b secretRef:LocalObjectReference
FlockerVolumeSource datasetName datasetUUID
GCEPersistentDiskVolumeSource fsType partition:i pdName readOnly:b
GRPCAction mode+37 port:i service
GitRepoVolumeSource directory repository revision
GlusterfsPersistentVolumeSource endpoints endpointsNamespace path readOnly:b
GlusterfsVolumeSource endpoints path readOnly:b
HTTPGetAction host httpHeaders:HTTPHeader[] path port:si protocol+37 scheme
HTTPHeader name value
HostAlias hostnames:[] ip
HostPathVolumeSource path type
ISCSIPersistentVolumeSource chapAuthDiscovery:b chapAuthSession:b fsType initiatorName iqn iscsiInterface lun:i portals:[] readOnly:b secretRef:SecretReference targetPortal
ISCSIVolumeSource chapAuthDiscovery:b chapAuthSession:b fsType initiatorName iqn iscsiInterface lun:i portals:[] readOnly:b secretRef:LocalObjectReference targetPortal
ImageVolumeSource pullPolicy+31 reference+31
KeyToPath key mode:i path user:i+37
Lifecycle postStart:LifecycleHandler preStop:LifecycleHandler stopSignal+33
LifecycleHandler exec:ExecAction httpGet:HTTPGetAction sleep:SleepAction tcpSocket:TCPSocketAction
v1/LimitRange apiVersion kind metadata:meta.v1.ObjectMeta spec:LimitRangeSpec status:*
LimitRangeItem default:sn{} defaultRequest:sn{} max:sn{} maxLimitRequestRatio:sn{} min:sn{} type
LimitRangeSpec limits:LimitRangeItem[]
LocalObjectReference name
LocalVolumeSource fsType path
NFSVolumeSource path readOnly:b server
v1/Namespace apiVersion kind metadata:meta.v1.ObjectMeta spec:NamespaceSpec status:*
NamespaceSpec finalizers:[]
NodeAffinity preferredDuringSchedulingIgnoredDuringExecution:PreferredSchedulingTerm[] requiredDuringSchedulingIgnoredDuringExecution:NodeSelector
NodeSelector nodeSelectorTerms:NodeSelectorTerm[]
NodeSelectorRequirement key operator values:[]
NodeSelectorTerm matchExpressions:NodeSelectorRequirement[] matchFields:NodeSelectorRequirement[]
ObjectFieldSelector apiVersion fieldPath
ObjectReference apiVersion fieldPath kind name namespace resourceVersion uid
v1/PersistentVolume apiVersion kind metadata:meta.v1.ObjectMeta spec:PersistentVolumeSpec status:*
v1/PersistentVolumeClaim apiVersion kind metadata:meta.v1.ObjectMeta spec:PersistentVolumeClaimSpec status:*
PersistentVolumeClaimSpec accessModes:[] dataSource:TypedLocalObjectReference dataSourceRef:TypedObjectReference resources:VolumeResourceRequirements selector:meta.v1.LabelSelector storageClassName volumeAttributesClassName volumeMode volumeName
PersistentVolumeClaimTemplate metadata:meta.v1.ObjectMeta spec:PersistentVolumeClaimSpec
PersistentVolumeClaimVolumeSource claimName readOnly:b
PersistentVolumeSpec accessModes:[] awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource azureFile:AzureFilePersistentVolumeSource capacity:sn{} cephfs:CephFSPersistentVolumeSource cinder:CinderPersistentVolumeSource claimRef:ObjectReference csi:CSIPersistentVolumeSource fc:FCVolumeSource flexVolume:FlexPersistentVolumeSource flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource glusterfs:GlusterfsPersistentVolumeSource hostPath:HostPathVolumeSource iscsi:ISCSIPersistentVolumeSource local:LocalVolumeSource mountOptions:[] nfs:NFSVolumeSource nodeAffinity:VolumeNodeAffinity persistentVolumeReclaimPolicy photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource quobyte:QuobyteVolumeSource rbd:RBDPersistentVolumeSource scaleIO:ScaleIOPersistentVolumeSource storageClassName storageos:StorageOSPersistentVolumeSource volumeAttributesClassName volumeMode vsphereVolume:VsphereVirtualDiskVolumeSource
PhotonPersistentDiskVolumeSource fsType pdID
v1/Pod apiVersion kind metadata:meta.v1.ObjectMeta spec:PodSpec status:*
PodAffinity preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[] requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]
PodAffinityTerm labelSelector:meta.v1.LabelSelector matchLabelKeys:[] mismatchLabelKeys:[] namespaceSelector:meta.v1.LabelSelector namespaces:[] topologyKey
PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution:WeightedPodAffinityTerm[] requiredDuringSchedulingIgnoredDuringExecution:PodAffinityTerm[]
PodCertificateProjection certificateChainPath+34 credentialBundlePath+34 keyPath+34 keyType+34 maxExpirationSeconds:i+34 signerName+34 user:i+37 userAnnotations:{}+35
PodDNSConfig nameservers:[] options:PodDNSConfigOption[] searches:[]
PodDNSConfigOption name value
PodOS name
PodReadinessGate conditionType
PodResourceClaim name resourceClaimName+31 resourceClaimTemplateName+31 source:ClaimSource-31
PodSchedulingGate name
PodSchedulingGroup podGroupName+36
PodSecurityContext appArmorProfile:AppArmorProfile+30 fsGroup:i fsGroupChangePolicy runAsGroup:i runAsNonRoot:b runAsUser:i seLinuxChangePolicy+32 seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile supplementalGroups:i[] supplementalGroupsPolicy+31 sysctls:Sysctl[] windowsOptions:WindowsSecurityContextOptions
PodSpec activeDeadlineSeconds:i affinity:Affinity automountServiceAccountToken:b containers:Container[] dnsConfig:PodDNSConfig dnsPolicy enableServiceLinks:b ephemeralContainers:EphemeralContainer[] evictionResponders:EvictionResponder[]+37 hostAliases:HostAlias[] hostIPC:b hostNetwork:b hostPID:b hostUsers:b hostname hostnameOverride+34 imagePullSecrets:LocalObjectReference[] initContainers:Container[] nodeName nodeSelector:{} os:PodOS overhead:sn{} preemptionPolicy priority:i priorityClassName readinessGates:PodReadinessGate[] resourceClaims:PodResourceClaim[] resources:ResourceRequirements+32 restartPolicy runtimeClassName schedulerName schedulingGates:PodSchedulingGate[] schedulingGroup:PodSchedulingGroup+36 securityContext:PodSecurityContext serviceAccount serviceAccountName setHostnameAsFQDN:b shareProcessNamespace:b subdomain terminationGracePeriodSeconds:i tolerations:Toleration[] topologySpreadConstraints:TopologySpreadConstraint[] volumes:Volume[] workloadRef:WorkloadReference+35-36
v1/PodTemplate apiVersion kind metadata:meta.v1.ObjectMeta status:* template:PodTemplateSpec
PodTemplateSpec metadata:meta.v1.ObjectMeta spec:PodSpec
PortworxVolumeSource fsType readOnly:b volumeID
PreferredSchedulingTerm preference:NodeSelectorTerm weight:i
Probe exec:ExecAction failureThreshold:i grpc:GRPCAction httpGet:HTTPGetAction initialDelaySeconds:i periodSeconds:i successThreshold:i tcpSocket:TCPSocketAction terminationGracePeriodSeconds:i timeoutSeconds:i
ProjectedVolumeSource defaultMode:i defaultUser:i+37 sources:VolumeProjection[]
QuobyteVolumeSource group readOnly:b registry tenant user volume
RBDPersistentVolumeSource fsType image keyring monitors:[] pool readOnly:b secretRef:SecretReference user
RBDVolumeSource fsType image keyring monitors:[] pool readOnly:b secretRef:LocalObjectReference user
ResourceClaim name request+31
ResourceFieldSelector containerName divisor:sn resource
v1/ResourceQuota apiVersion kind metadata:meta.v1.ObjectMeta spec:ResourceQuotaSpec status:*
ResourceQuotaSpec hard:sn{} scopeSelector:ScopeSelector scopes:[]
ResourceRequirements claims:ResourceClaim[] limits:sn{} requests:sn{}
SELinuxOptions level role type user
ScaleIOPersistentVolumeSource fsType gateway protectionDomain readOnly:b secretRef:SecretReference sslEnabled:b storageMode storagePool system volumeName
ScaleIOVolumeSource fsType gateway protectionDomain readOnly:b secretRef:LocalObjectReference sslEnabled:b storageMode storagePool system volumeName
ScopeSelector matchExpressions:ScopedResourceSelectorRequirement[]
ScopedResourceSelectorRequirement operator scopeName values:[]
SeccompProfile localhostProfile type
v1/Secret apiVersion data:{} immutable:b kind metadata:meta.v1.ObjectMeta status:* stringData:{} type
SecretEnvSource name optional:b
SecretKeySelector key name optional:b
SecretProjection items:KeyToPath[] name optional:b
SecretReference name namespace
SecretVolumeSource defaultMode:i defaultUser:i+37 items:KeyToPath[] optional:b secretName
SecurityContext allowPrivilegeEscalation:b appArmorProfile:AppArmorProfile+30 capabilities:Capabilities privileged:b procMount readOnlyRootFilesystem:b runAsGroup:i runAsNonRoot:b runAsUser:i seLinuxOptions:SELinuxOptions seccompProfile:SeccompProfile windowsOptions:WindowsSecurityContextOptions
v1/Service apiVersion kind metadata:meta.v1.ObjectMeta spec:ServiceSpec status:*
v1/ServiceAccount apiVersion automountServiceAccountToken:b imagePullSecrets:LocalObjectReference[] kind metadata:meta.v1.ObjectMeta secrets:ObjectReference[] status:*
ServiceAccountTokenProjection audience expirationSeconds:i path user:i+37
ServicePort appProtocol name nodePort:i port:i protocol targetPort:si
ServiceSpec allocateLoadBalancerNodePorts:b clusterIP clusterIPs:[] externalIPs:[] externalName externalTrafficPolicy healthCheckNodePort:i internalTrafficPolicy ipFamilies:[] ipFamilyPolicy loadBalancerClass loadBalancerIP loadBalancerSourceRanges:[] ports:ServicePort[] publishNotReadyAddresses:b selector:{} sessionAffinity sessionAffinityConfig:SessionAffinityConfig trafficDistribution+30 type
SessionAffinityConfig clientIP:ClientIPConfig
SleepAction seconds:i
StorageOSPersistentVolumeSource fsType readOnly:b secretRef:ObjectReference volumeName volumeNamespace
StorageOSVolumeSource fsType readOnly:b secretRef:LocalObjectReference volumeName volumeNamespace
Sysctl name value
TCPSocketAction host port:si
Toleration effect key operator tolerationSeconds:i value
TopologySelectorLabelRequirement key values:[]
TopologySelectorTerm matchLabelExpressions:TopologySelectorLabelRequirement[]
TopologySpreadConstraint labelSelector:meta.v1.LabelSelector matchLabelKeys:[] maxSkew:i minDomains:i nodeAffinityPolicy nodeTaintsPolicy topologyKey whenUnsatisfiable
TypedLocalObjectReference apiGroup kind name
TypedObjectReference apiGroup kind name namespace
Volume awsElasticBlockStore:AWSElasticBlockStoreVolumeSource azureDisk:AzureDiskVolumeSource azureFile:AzureFileVolumeSource cephfs:CephFSVolumeSource cinder:CinderVolumeSource configMap:ConfigMapVolumeSource csi:CSIVolumeSource downwardAPI:DownwardAPIVolumeSource emptyDir:EmptyDirVolumeSource ephemeral:EphemeralVolumeSource fc:FCVolumeSource flexVolume:FlexVolumeSource flocker:FlockerVolumeSource gcePersistentDisk:GCEPersistentDiskVolumeSource gitRepo:GitRepoVolumeSource glusterfs:GlusterfsVolumeSource hostPath:HostPathVolumeSource image:ImageVolumeSource+31 iscsi:ISCSIVolumeSource name nfs:NFSVolumeSource persistentVolumeClaim:PersistentVolumeClaimVolumeSource photonPersistentDisk:PhotonPersistentDiskVolumeSource portworxVolume:PortworxVolumeSource projected:ProjectedVolumeSource quobyte:QuobyteVolumeSource rbd:RBDVolumeSource scaleIO:ScaleIOVolumeSource secret:SecretVolumeSource storageos:StorageOSVolumeSource vsphereVolume:VsphereVirtualDiskVolumeSource
VolumeDevice devicePath name
VolumeMount bindMountOptions:[]+37 mountPath mountPropagation name readOnly:b recursiveReadOnly+30 subPath subPathExpr
VolumeNodeAffinity required:NodeSelector
VolumeProjection clusterTrustBundle:ClusterTrustBundleProjection configMap:ConfigMapProjection downwardAPI:DownwardAPIProjection podCertificate:PodCertificateProjection+34 secret:SecretProjection serviceAccountToken:ServiceAccountTokenProjection
VolumeResourceRequirements limits:sn{} requests:sn{}
VsphereVirtualDiskVolumeSource fsType storagePolicyID storagePolicyName volumePath
WeightedPodAffinityTerm podAffinityTerm:PodAffinityTerm weight:i
WindowsSecurityContextOptions gmsaCredentialSpec gmsaCredentialSpecName hostProcess:b runAsUserName
WorkloadReference name+35-36 podGroup+35-36 podGroupReplicaKey+35-36
discovery.v1.Endpoint addresses:[] conditions:discovery.v1.EndpointConditions deprecatedTopology:{} hints:discovery.v1.EndpointHints hostname nodeName targetRef:ObjectReference zone
discovery.v1.EndpointConditions ready:b serving:b terminating:b
discovery.v1.EndpointHints forNodes:discovery.v1.ForNode[]+33 forZones:discovery.v1.ForZone[]
discovery.v1.EndpointPort appProtocol name port:i protocol
discovery.k8s.io/v1/EndpointSlice addressType apiVersion endpoints:discovery.v1.Endpoint[] kind metadata:meta.v1.ObjectMeta ports:discovery.v1.EndpointPort[] status:*
discovery.v1.ForNode name+33
discovery.v1.ForZone name
meta.v1.LabelSelector matchExpressions:meta.v1.LabelSelectorRequirement[] matchLabels:{}
meta.v1.LabelSelectorRequirement key operator values:[]
meta.v1.ObjectMeta annotations:{} creationTimestamp:* deletionGracePeriodSeconds:* deletionTimestamp:* finalizers:[] generateName generation:* labels:{} managedFields:* name namespace ownerReferences:meta.v1.OwnerReference[] resourceVersion:* selfLink:* uid:*
meta.v1.OwnerReference apiVersion blockOwnerDeletion:b controller:b kind name uid
networking.v1.HTTPIngressPath backend:networking.v1.IngressBackend path pathType
networking.v1.HTTPIngressRuleValue paths:networking.v1.HTTPIngressPath[]
networking.v1.IPBlock cidr except:[]
networking.k8s.io/v1/Ingress apiVersion kind metadata:meta.v1.ObjectMeta spec:networking.v1.IngressSpec status:*
networking.v1.IngressBackend resource:TypedLocalObjectReference service:networking.v1.IngressServiceBackend
networking.k8s.io/v1/IngressClass apiVersion kind metadata:meta.v1.ObjectMeta spec:networking.v1.IngressClassSpec status:*
networking.v1.IngressClassParametersReference apiGroup kind name namespace scope
networking.v1.IngressClassSpec controller parameters:networking.v1.IngressClassParametersReference
networking.v1.IngressRule host http:networking.v1.HTTPIngressRuleValue
networking.v1.IngressServiceBackend name port:networking.v1.ServiceBackendPort
networking.v1.IngressSpec defaultBackend:networking.v1.IngressBackend ingressClassName rules:networking.v1.IngressRule[] tls:networking.v1.IngressTLS[]
networking.v1.IngressTLS hosts:[] secretName
networking.k8s.io/v1/NetworkPolicy apiVersion kind metadata:meta.v1.ObjectMeta spec:networking.v1.NetworkPolicySpec status:*
networking.v1.NetworkPolicyEgressRule ports:networking.v1.NetworkPolicyPort[] to:networking.v1.NetworkPolicyPeer[]
networking.v1.NetworkPolicyIngressRule from:networking.v1.NetworkPolicyPeer[] ports:networking.v1.NetworkPolicyPort[]
networking.v1.NetworkPolicyPeer ipBlock:networking.v1.IPBlock namespaceSelector:meta.v1.LabelSelector podSelector:meta.v1.LabelSelector
networking.v1.NetworkPolicyPort endPort:i port:si protocol
networking.v1.NetworkPolicySpec egress:networking.v1.NetworkPolicyEgressRule[] ingress:networking.v1.NetworkPolicyIngressRule[] podSelector:meta.v1.LabelSelector policyTypes:[]
networking.v1.ServiceBackendPort name number:i
node.v1.Overhead podFixed:sn{}
node.k8s.io/v1/RuntimeClass apiVersion handler kind metadata:meta.v1.ObjectMeta overhead:node.v1.Overhead scheduling:node.v1.Scheduling status:*
node.v1.Scheduling nodeSelector:{} tolerations:Toleration[]
policy/v1/PodDisruptionBudget apiVersion kind metadata:meta.v1.ObjectMeta spec:policy.v1.PodDisruptionBudgetSpec status:*
policy.v1.PodDisruptionBudgetSpec maxUnavailable:si minAvailable:si selector:meta.v1.LabelSelector unhealthyPodEvictionPolicy
rbac.v1.AggregationRule clusterRoleSelectors:meta.v1.LabelSelector[]
rbac.authorization.k8s.io/v1/ClusterRole aggregationRule:rbac.v1.AggregationRule apiVersion kind metadata:meta.v1.ObjectMeta rules:rbac.v1.PolicyRule[] status:*
rbac.authorization.k8s.io/v1/ClusterRoleBinding apiVersion kind metadata:meta.v1.ObjectMeta roleRef:rbac.v1.RoleRef status:* subjects:rbac.v1.Subject[]
rbac.v1.PolicyRule apiGroups:[] nonResourceURLs:[] resourceNames:[] resources:[] verbs:[]
rbac.authorization.k8s.io/v1/Role apiVersion kind metadata:meta.v1.ObjectMeta rules:rbac.v1.PolicyRule[] status:*
rbac.authorization.k8s.io/v1/RoleBinding apiVersion kind metadata:meta.v1.ObjectMeta roleRef:rbac.v1.RoleRef status:* subjects:rbac.v1.Subject[]
rbac.v1.RoleRef apiGroup kind name
rbac.v1.Subject apiGroup kind name namespace
scheduling.k8s.io/v1/PriorityClass apiVersion description globalDefault:b kind metadata:meta.v1.ObjectMeta preemptionPolicy status:* value:i
scheduling.v1alpha3.TopologyConstraint key+37
scheduling.v1alpha3.WorkloadPodGroupAllDisruptionMode
scheduling.v1alpha3.WorkloadPodGroupBasicSchedulingPolicy
scheduling.v1alpha3.WorkloadPodGroupDisruptionMode all:scheduling.v1alpha3.WorkloadPodGroupAllDisruptionMode+37 single:scheduling.v1alpha3.WorkloadPodGroupSingleDisruptionMode+37
scheduling.v1alpha3.WorkloadPodGroupGangSchedulingPolicy minCount:i+37
scheduling.v1alpha3.WorkloadPodGroupResourceClaim name+37 resourceClaimName+37 resourceClaimTemplateName+37
scheduling.v1alpha3.WorkloadPodGroupSchedulingConstraints topology:scheduling.v1alpha3.TopologyConstraint[]+37
scheduling.v1alpha3.WorkloadPodGroupSchedulingPolicy basic:scheduling.v1alpha3.WorkloadPodGroupBasicSchedulingPolicy+37 gang:scheduling.v1alpha3.WorkloadPodGroupGangSchedulingPolicy+37
scheduling.v1alpha3.WorkloadPodGroupSingleDisruptionMode
storage.k8s.io/v1/StorageClass allowVolumeExpansion:b allowedTopologies:TopologySelectorTerm[] apiVersion kind metadata:meta.v1.ObjectMeta mountOptions:[] parameters:{} provisioner reclaimPolicy status:* volumeBindingMode
`;
