"""Object permissions on associations, with real foreign keys.

The generic tables let a re-used primary key inherit a stranger's rights; these cannot.
"""

from django.db import models
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase


class AssociationUserObjectPermission(UserObjectPermissionBase):
    content_object = models.ForeignKey("associations.Association", on_delete=models.CASCADE)


class AssociationGroupObjectPermission(GroupObjectPermissionBase):
    content_object = models.ForeignKey("associations.Association", on_delete=models.CASCADE)
